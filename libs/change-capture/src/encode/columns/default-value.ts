/**
 * A column's default as 3.5.0's PostgresDefaultValueConverter takes it from the expression in the catalogue: literals as they
 * are, calls and current times as a zero of the type, anything else not at all.
 */
import type { ResolvedType } from '../../types/type-catalogue.js';
import { precisionAndScale } from './decimals.js';

const LITERAL = /'(.*?)'/;
const CALL = /^[(]?[A-Za-z0-9_.]+\((?:.+(?:, ?.+)*)?\)/;
const CURRENT_TIMES = new Set(['current_timestamp', 'current_time', 'current_date', 'localtime', 'localtimestamp']);

interface DefaultRule {
  /** Stands for what only the server can compute. */
  readonly generated: string;
  /** Whether a literal is one of the type; texts take any. */
  readonly accepts?: RegExp;
  /** To the text PostgreSQL would send for the value. */
  readonly textOf?: (literal: string) => string;
}

const INTEGER = { generated: '0', accepts: /^[+-]?\d+$/ };
const DECIMAL = { generated: '0.0', accepts: /^[+-]?(\d+\.?\d*|\.\d+)$/ };
const FLOAT = { generated: '0.0', accepts: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^NaN$|^-?Infinity$/i };
const TEXT = { generated: '' };
const JSON_TEXT = { generated: '{}' };
const DATE_TEXT = /^\d{4,}-\d\d-\d\d( BC)?$|^-?infinity$/;

/** By the name of the type as declared: domains have no default here. */
const RULES: Readonly<Record<string, DefaultRule>> = {
  bool: { generated: 'false', textOf: (literal) => (literal.toLowerCase() === 'true' ? 't' : 'f') },
  bit: { generated: '00', accepts: /^[01]+$/ },
  varbit: { generated: '0', accepts: /^[01]*$/ },
  int2: INTEGER,
  int4: INTEGER,
  int8: INTEGER,
  numeric: DECIMAL,
  float4: FLOAT,
  float8: FLOAT,
  bpchar: TEXT,
  varchar: TEXT,
  text: TEXT,
  xml: TEXT,
  json: JSON_TEXT,
  jsonb: JSON_TEXT,
  uuid: { generated: '00000000-0000-0000-0000-000000000000', accepts: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
  date: { generated: '1970-01-01', accepts: DATE_TEXT },
  time: { generated: '00:00:00', accepts: /^\d\d:\d\d:\d\d(\.\d+)?$/ },
  timestamp: {
    generated: '1970-01-01 00:00:00',
    accepts: /^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?( BC)?$|^-?infinity$/,
  },
  timestamptz: {
    generated: '1970-01-01 00:00:00+00',
    accepts: /^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00( BC)?$|^-?infinity$/,
  },
  interval: { generated: '' },
};

/** PostgreSQL's text of the default, or undefined when the schema has none. */
export function defaultText({ declared: type, modifier }: ResolvedType, expression: string | null): string | undefined {
  if (expression === null) return undefined;
  if (type.kind === 'enum') return enumDefault(type.name, expression);
  const rule = type.kind === 'base' ? RULES[type.name] : undefined;
  if (!rule) return undefined;
  const literal = literalOf(expression.trim(), rule.generated);
  if (literal === undefined || (rule.accepts && !rule.accepts.test(literal))) return undefined;
  if (type.name === 'numeric') return withScale(literal, precisionAndScale(modifier)?.scale ?? 0);
  return rule.textOf ? rule.textOf(literal) : literal;
}

/** A literal has the digits it was written with; the column's values have as many as its scale. */
function withScale(literal: string, scale: number): string {
  const missing = scale - (literal.split('.')[1]?.length ?? 0);
  if (missing <= 0) return literal;
  return `${literal}${literal.includes('.') ? '' : '.'}${'0'.repeat(missing)}`;
}

function literalOf(expression: string, generated: string): string | undefined {
  if (CALL.test(expression) || CURRENT_TIMES.has(expression.toLowerCase())) return generated;
  if (!expression.includes("'")) return expression.startsWith('NULL::') ? undefined : expression;
  // A doubled quote ends the literal there, and so does a line's end: both as in 3.5.0.
  return LITERAL.exec(expression)?.[1];
}

/** Only `'label'::type`, with the type's name bare. */
function enumDefault(typeName: string, expression: string): string | undefined {
  const suffix = `::${typeName}`;
  if (!expression.endsWith(suffix)) return undefined;
  const literal = expression.slice(0, -suffix.length);
  return literal.startsWith("'") && literal.endsWith("'") ? literal.slice(1, -1) : undefined;
}
