/**
 * How changes are written, under Debezium's own option names, so that a connector's configuration can be taken over as it
 * is. A few names are ours or Kafka Connect's: see their comments.
 */
import { z } from 'zod';
import { NAME_ADJUSTMENTS } from './adjusted-name.js';
import { reasonAgainst } from './unsupported-options.js';

/** Operations that can be left out; `none` stands alone. */
const SKIPPABLE = ['c', 'u', 'd', 't', 'none'] as const;

/** Files of a connector hold texts only. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().min(0).max(18));
const operations = z
  .union([z.string().transform((text) => text.split(',').map((part) => part.trim())), z.array(z.string())])
  .pipe(z.array(z.enum(SKIPPABLE)).min(1));

const shape = {
  'decimal.handling.mode': z.enum(['precise', 'double', 'string']),
  'time.precision.mode': z.enum([
    'adaptive',
    'adaptive_time_microseconds',
    'connect',
    'isostring',
    'microseconds',
    'nanoseconds',
  ]),
  'binary.handling.mode': z.enum(['bytes', 'base64', 'base64-url-safe', 'hex']),
  'hstore.handling.mode': z.enum(['json', 'map']),
  'interval.handling.mode': z.enum(['numeric', 'string']),
  'money.fraction.digits': count,
  'unavailable.value.placeholder': z.string().min(1),
  'tombstones.on.delete': flag,
  'skipped.operations': operations,
  'provide.transaction.metadata': flag,
  'include.unknown.datatypes': flag,
  'extended.headers.enabled': flag,
  'schema.name.adjustment.mode': z.enum(NAME_ADJUSTMENTS),
  'field.name.adjustment.mode': z.enum(NAME_ADJUSTMENTS),
  /** Kafka Connect's: whether a record's key, or value, is `{schema, payload}` or the payload alone. */
  'key.converter.schemas.enable': flag,
  'value.converter.schemas.enable': flag,
  /** Kafka Connect's: a NULL in a column that has a default is written as the default. */
  'value.converter.replace.null.with.default': flag,
  /** Ours: the readable form of a value wherever Debezium's is not (docs/capture.md, Types and formats). */
  'readable.values': flag,
  /** Ours: envelopes tell the change's identity in `source.event_id` too. The header `vf-event-id` always has it. */
  'source.event.id': flag,
  /** Ours: integers of 64 bits are texts, for readers whose numbers are floating ones and lose digits past 2^53. */
  'int8.as.text': flag,
};

const formatOptions = z.strictObject(shape);

export type FormatOptions = Readonly<z.output<typeof formatOptions>>;

/** What 3.5.0 does when nothing is set, with schemas off. */
const debezium: FormatOptions = {
  'decimal.handling.mode': 'precise',
  'time.precision.mode': 'adaptive',
  'binary.handling.mode': 'bytes',
  'hstore.handling.mode': 'json',
  'interval.handling.mode': 'numeric',
  'money.fraction.digits': 2,
  'unavailable.value.placeholder': '__debezium_unavailable_value',
  'tombstones.on.delete': true,
  'skipped.operations': ['t'],
  'provide.transaction.metadata': false,
  'include.unknown.datatypes': false,
  'extended.headers.enabled': true,
  'schema.name.adjustment.mode': 'none',
  'field.name.adjustment.mode': 'none',
  'key.converter.schemas.enable': false,
  'value.converter.schemas.enable': false,
  'value.converter.replace.null.with.default': true,
  'readable.values': false,
  'source.event.id': false,
  'int8.as.text': false,
};

/** Those that neither Debezium nor Kafka Connect knows. */
export const OWN_OPTIONS: readonly (keyof FormatOptions)[] = ['readable.values', 'source.event.id', 'int8.as.text'];

export const profiles = {
  /** For people and for programs without a schema: decimals and times as texts, nothing lost, nothing made up. */
  json: {
    ...debezium,
    'decimal.handling.mode': 'string',
    'time.precision.mode': 'isostring',
    'binary.handling.mode': 'base64',
    'interval.handling.mode': 'string',
    'skipped.operations': ['none'],
    'extended.headers.enabled': false,
    'value.converter.replace.null.with.default': false,
    'readable.values': true,
    'source.event.id': true,
  },
  /** What Kafka Connect's JsonConverter writes with its defaults: for sink connectors. */
  connect: { ...debezium, 'key.converter.schemas.enable': true, 'value.converter.schemas.enable': true },
  debezium,
} as const satisfies Record<string, FormatOptions>;

export type FormatProfile = keyof typeof profiles;

/** A format that can not be: the message names the option, what it may be, and gives an example. */
export class FormatOptionError extends Error {
  override readonly name = 'FormatOptionError';
}

/** Both converters at once. */
const BOTH_SCHEMAS = 'schemas.enable';
const CONVERTERS = ['key.converter.schemas.enable', 'value.converter.schemas.enable'] as const;

/** A profile with single options set otherwise. Throws FormatOptionError for what is unknown, malformed or contradictory. */
export function resolveFormat(profile: string, overrides: Readonly<Record<string, unknown>> = {}): FormatOptions {
  const preset = Object.entries(profiles).find(([name]) => name === profile)?.[1];
  if (!preset) {
    throw new FormatOptionError(
      `Unknown format profile ${JSON.stringify(profile)}: one of ${Object.keys(profiles).join(', ')}, for example "json".`,
    );
  }
  const { [BOTH_SCHEMAS]: both, ...others } = overrides;
  const schemas = both === undefined ? {} : Object.fromEntries(CONVERTERS.map((name) => [name, both]));
  const parsed = formatOptions.safeParse({ ...preset, ...schemas, ...others });
  if (!parsed.success) throw new FormatOptionError(parsed.error.issues.map(told).join(' '));
  refuseContradictions(parsed.data);
  return parsed.data;
}

type Issue = z.core.$ZodIssue;

function told(issue: Issue): string {
  if (issue.code === 'unrecognized_keys') {
    const unsupported = issue.keys.find((key) => reasonAgainst(key) !== undefined);
    if (unsupported !== undefined) {
      return `Format option ${unsupported} is Debezium's and not supported: ${String(reasonAgainst(unsupported))}.`;
    }
    const known = [...Object.keys(shape), BOTH_SCHEMAS].join(', ');
    return `Unknown format option ${issue.keys.join(', ')}: the options are ${known}.`;
  }
  const name = String(issue.path[0]) as keyof typeof shape;
  const example = profiles.debezium[name];
  return `Format option ${name} must be ${allowedFor(name)}, for example ${JSON.stringify(example)}.`;
}

function allowedFor(name: keyof typeof shape): string {
  const schema = shape[name];
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(', ')}`;
  if (name === 'money.fraction.digits') return 'a whole number from 0 to 18';
  if (name === 'unavailable.value.placeholder') return 'a text of at least one character';
  if (name === 'skipped.operations') return `a list of ${SKIPPABLE.slice(0, -1).join(', ')}, or none`;
  return 'true or false';
}

function refuseContradictions(format: FormatOptions): void {
  const skipped = format['skipped.operations'];
  if (skipped.includes('none') && skipped.length > 1) {
    throw new FormatOptionError(
      'Format option skipped.operations names none beside others: for example "none" or "t".',
    );
  }
  if (format['readable.values'] && format['value.converter.schemas.enable']) {
    throw new FormatOptionError(
      'Format options readable.values and value.converter.schemas.enable contradict each other: a schema says how Debezium writes a value. Set one of them to false, for example profile "connect" as it is.',
    );
  }
}
