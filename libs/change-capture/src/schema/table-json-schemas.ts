/**
 * JSON Schemas of a table's records, from what its encoders are compiled from: a change of the table, of a type's form or
 * of the plan changes them.
 */
import type { FormatOptions } from '../encode/format-options.js';
import { RecordArena } from '../encode/record-arena.js';
import { RowLayout, type RowColumn } from '../encode/row-layout.js';
import type { EnvelopeTable, RowsTable } from '../encode/table-plan.js';
import type { Relation } from '../pgoutput/messages.js';
import { PiiHasher } from '../pii/pii-hasher.js';
import type { DescribedRelation } from '../types/described-relation.js';
import { envelopeJsonSchema } from './envelope-json-schema.js';
import { EVENT_ID, objectOf, orNull, WHOLE, type JsonSchema } from './json-schema.js';

/** One part of a topic's records. */
export interface RecordSchema {
  readonly topic: string;
  readonly part: 'key' | 'value';
  readonly schema: JsonSchema;
  /** When the part is null, where it may be. */
  readonly mayBeAbsent?: string;
}

/** Only the form of a hash is told here, and every key gives the same. */
const anyHasher = () => new PiiHasher([{ id: 'any', secret: 'no hash is made with this' }]);

/** Throws CaptureStop when the relation lacks what the plan needs; RangeError for values that come with Connect's schema. */
export function tableJsonSchemas(
  plan: EnvelopeTable | RowsTable,
  described: DescribedRelation,
  format: FormatOptions,
): readonly RecordSchema[] {
  if (format['value.converter.schemas.enable'] || format['key.converter.schemas.enable']) {
    throw new RangeError('records of this format carry their schema with them');
  }
  const context = { described, format, out: new RecordArena(), hasher: anyHasher() };
  const layout = new RowLayout(plan, context, plan.topic);
  const row = new RowSchema(layout, described.relation);
  const value: RecordSchema = {
    topic: plan.topic,
    part: 'value',
    schema: plan.mode === 'rows' ? row.flat() : envelopeJsonSchema(described.relation, row, format),
    ...(format['tombstones.on.delete'] && { mayBeAbsent: 'A tombstone, which follows each delete.' }),
  };
  if (layout.keyColumns.length === 0) return [value];
  const key: RecordSchema = {
    topic: plan.topic,
    part: 'key',
    schema: objectOf(Object.fromEntries(layout.keyColumns.map((column) => [column.schema.field, valueOf(column)]))),
    ...(plan.mode === 'envelope' &&
      !format['skipped.operations'].includes('t') && { mayBeAbsent: 'A truncate has no key.' }),
  };
  return [key, value];
}

/** Of a column in a row that is sent whole. */
const valueOf = ({ json, notNull }: RowColumn): JsonSchema => (notNull ? json : orNull(json));

const FULL_IDENTITY = 'f';

/** Values of these are never stored out of line, so an update always sends them. */
const isStoredInline = ({ json: { type, enum: labels, format } }: RowColumn) =>
  type === 'boolean' || type === 'integer' || type === 'number' || labels !== undefined || format !== undefined;

/** A row as the three places show it: with the full identity everything is sent, otherwise some columns are not. */
class RowSchema {
  readonly #isFull: boolean;
  readonly #inIdentity: ReadonlySet<string>;

  constructor(
    private readonly layout: RowLayout,
    relation: Relation,
  ) {
    this.#isFull = relation.replicaIdentity === FULL_IDENTITY;
    const marked = relation.columns.filter(({ inIdentity }) => inIdentity);
    this.#inIdentity = new Set(marked.map(({ name }) => name));
  }

  before(): JsonSchema {
    return this.#object((column) =>
      this.#isFull || this.#inIdentity.has(column.name) || !column.notNull ? valueOf(column) : orNull(column.json),
    );
  }

  after(): JsonSchema {
    return this.#object((column) => (this.#mayBeUnsent(column) ? orPlaceholder(column) : valueOf(column)));
  }

  /** A column that was not sent is left out. */
  flat(): JsonSchema {
    const columns = this.layout.columns.map((column) => [column.schema.field, valueOf(column)] as const);
    const unsent = this.layout.columns.filter(({ name }) => !this.#isFull && !this.#inIdentity.has(name));
    const ours = {
      __op: { enum: ['c', 'u', 'd', 'r'], description: 'Create, update, delete, read by a snapshot.' },
      __deleted: { type: 'boolean' },
      __lsn: WHOLE,
      __event_id: { ...orNull(EVENT_ID), description: 'Null for what a snapshot found.' },
      __source_ts_ms: { ...WHOLE, description: 'When the change was committed.' },
      __version: {
        type: 'string',
        pattern: '^[0-9a-f]{8}/[0-9a-f]{16}/[0-9a-f]{8}$',
        description: 'The order of the texts is that of the versions.',
      },
    };
    return objectOf({ ...Object.fromEntries(columns), ...ours }, new Set(unsent.map(({ schema }) => schema.field)));
  }

  #object(schemaOf: (column: RowColumn) => JsonSchema): JsonSchema {
    return objectOf(Object.fromEntries(this.layout.columns.map((column) => [column.schema.field, schemaOf(column)])));
  }

  #mayBeUnsent(column: RowColumn): boolean {
    return !this.#isFull && !this.#inIdentity.has(column.name) && !isStoredInline(column);
  }
}

/** Of a large value that an update left as it was. */
function orPlaceholder(column: RowColumn): JsonSchema {
  const { description, ...value } = valueOf(column);
  const placeholder: unknown = JSON.parse(column.whenUnavailable.toString('utf8'));
  const unsent = `${JSON.stringify(placeholder)} when the source did not send it.`;
  const told = { description: description === undefined ? unsent : `${description} ${unsent}` };
  if (placeholder === null) return { ...orNull(value), ...told };
  const takesAnyText = typeof placeholder === 'string' && value.type?.includes('string') && !('pattern' in value);
  return takesAnyText ? { ...value, ...told } : { ...told, anyOf: [value, { const: placeholder }] };
}
