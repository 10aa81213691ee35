/** The encoders of a table's columns under its PII plan, and what makes such a plan impossible. */
import { CaptureStop } from '../capture-stop.js';
import type { CompiledColumn } from '../encode/columns/compile-column.js';
import type { Relation } from '../pgoutput/messages.js';
import type { ColumnFacts } from '../types/column-facts.js';
import { hashedColumn, hashedPaths } from './hashing-encoders.js';
import type { PiiHasher } from './pii-hasher.js';
import { columnsOf, type PiiPlan } from './pii-plan.js';

/** What the check needs of a table plan. */
export interface PiiTable {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly routedBy?: string;
  readonly pii?: PiiPlan;
}

const HASHED = {
  type: 'string',
  pattern: '^hmac:[a-z0-9_-]{1,32}:[0-9a-f]{64}$',
  description: 'Keyed hash of personal data.',
};

/** Object ids of json and jsonb. */
const JSON_TYPES = new Set([114, 3802]);

/**
 * Throws CaptureStop when the plan hashes what records are found by: a hashed key changes with the PII key, and then the
 * same row has two. Or when there is no key to hash with.
 */
export function requirePossiblePii(table: PiiTable, hasher: PiiHasher | undefined): void {
  if (!table.pii) return;
  const name = `${table.schema}.${table.table}`;
  const touched = columnsOf(table.pii);
  if (touched.length > 0 && !hasher) {
    throw new CaptureStop(
      'pii-plan-impossible',
      `Columns of ${name} are to be hashed, and there is no PII key.`,
      'Set PII_HASH_KEYS to id:secret, with a secret such as `openssl rand -hex 32` prints, and start the worker again.',
    );
  }
  const found = touched.find((column) => column === table.routedBy || table.key.includes(column));
  if (found === undefined) return;
  throw new CaptureStop(
    'pii-plan-impossible',
    `Column ${found} of ${name} is to be hashed, and the table’s records are keyed or routed by it.`,
    'Key and route the table by another column, or take this one off its PII plan.',
  );
}

/** Throws CaptureStop when a column that is to be hashed is not there: under a new name it would leave in the clear. */
export function requirePiiColumns(relation: Relation, plan: PiiPlan): void {
  const missing = columnsOf(plan).find(
    (column) => !plan.mayBeMissing.includes(column) && !relation.columns.some(({ name }) => name === column),
  );
  if (missing === undefined) return;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${relation.schema}.${relation.table} has no column ${missing}, which is to be hashed.`,
    'If it was renamed, add the new name to the table’s PII plan; list the old one under mayBeMissing, and start again.',
  );
}

/** The column as compiled, or one that writes hashes: a string, whatever its type was. */
export function withPii(
  facts: ColumnFacts,
  column: CompiledColumn,
  plan: PiiPlan | undefined,
  hasher: PiiHasher | undefined,
): CompiledColumn {
  if (!plan || !hasher) return column;
  const form = plan.columns[facts.name];
  if (form !== undefined) {
    const schema = { type: 'string' as const, optional: true, field: column.schema.field };
    return { ...column, encode: hashedColumn(hasher, form), schema, json: HASHED, whenNull: Buffer.from('null') };
  }
  const paths = plan.paths[facts.name];
  if (paths === undefined) return column;
  const isJsonType = JSON_TYPES.has(facts.typeOid);
  const json = { ...column.json, description: `JSON text; hashed are ${Object.keys(paths).join(', ')}.` };
  return { ...column, encode: hashedPaths({ hasher, paths, plain: column.encode, isJsonType }), json };
}
