/** Tables and ranges of keys as they are typed. */
import type { CaptureSnapshotRequest } from '@vf/contracts';
import { WrongUsage } from './exit-codes.js';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

const DEFAULT_SCHEMA = 'public';

/** A name is plain, or in double quotes with each inner one doubled, as in SQL. Case is always kept. */
const NAME = /(?:"(?<quoted>(?:[^"]|"")+)"|(?<plain>[^",.\s](?:[^",.]*[^",.\s])?))/.source;
const TABLE = new RegExp(
  `\\s*${NAME}(?:\\.${NAME.replace('quoted', 'quoted2').replace('plain', 'plain2')})?\\s*(?:,|$)`,
  'y',
);

/** `payments,sales.order,"odd.schema"."a, b"`: separated by commas, schema public without one. Throws WrongUsage. */
export function parseTableNames(text: string): readonly TableName[] {
  const names: TableName[] = [];
  TABLE.lastIndex = 0;
  while (TABLE.lastIndex < text.length) {
    const { quoted, plain, quoted2, plain2 } = TABLE.exec(text)?.groups ?? {};
    const first = nameOf(quoted, plain);
    if (first === undefined) throw new WrongUsage(mistake(text));
    const second = nameOf(quoted2, plain2);
    names.push(second === undefined ? { schema: DEFAULT_SCHEMA, table: first } : { schema: first, table: second });
  }
  if (names.length === 0 || /,\s*$/.test(text)) throw new WrongUsage(mistake(text));
  return names;
}

const nameOf = (quoted: string | undefined, plain: string | undefined) => quoted?.replaceAll('""', '"') ?? plain;

const mistake = (text: string) =>
  `"${text}" is no list of tables. Write schema.table,schema.table and put names with dots or commas in double quotes.`;

export interface SnapshotFlags {
  readonly tables?: string | undefined;
  readonly from?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
}

/** All tables without any named; a range needs exactly one. Throws WrongUsage. */
export function snapshotRequestOf({ tables, from, to }: SnapshotFlags): CaptureSnapshotRequest {
  const names = tables === undefined ? undefined : parseTableNames(tables);
  const hasRange = from !== undefined || to !== undefined;
  if (hasRange && names?.length !== 1) throw new WrongUsage('A range of keys needs exactly one table: --tables.');
  if (names === undefined) return { tables: 'all' };
  const range = { ...(from && { from: [...from] }), ...(to && { to: [...to] }) };
  return { tables: names.map((name) => ({ ...name, ...range })) };
}
