/**
 * Pages of lists, newest first, by position and not by number: what is added meanwhile neither repeats nor hides a row,
 * and the hundredth page costs what the first does.
 */
import { sql, type RawBuilder } from 'kysely';
import type { SqlBool } from 'kysely';

/** Which page: the items older than `startingAfter`, or newer than `endingBefore`, or the newest. Bare ids. */
export interface PageAsked {
  readonly limit: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
}

export interface Page<Item> {
  /** Newest first. */
  readonly items: readonly Item[];
  /** Whether there are more in the direction of reading. */
  readonly hasMore: boolean;
}

/** Values of the sort columns of one row, as PostgreSQL writes them. */
export type Position = readonly string[];

export interface Part {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** The condition that a row lies beyond the cursor; true without one. */
  readonly beyond: (columns: readonly string[], sqlTypes: readonly string[]) => RawBuilder<SqlBool>;
}

export interface ListQueries<Row> {
  /** Where the cursor's row lies in the list; undefined when it is not the caller's to see. */
  readonly positionOf: (id: string) => Promise<Position | undefined>;
  readonly rows: (part: Part) => Promise<readonly Row[]>;
}

/** Reads one page; undefined when the cursor names nothing in the list. Asks for one row more, which tells of others. */
export async function pageOfRows<Row>(asked: PageAsked, queries: ListQueries<Row>): Promise<Page<Row> | undefined> {
  const cursor = asked.startingAfter ?? asked.endingBefore;
  const position = cursor === undefined ? [] : await queries.positionOf(cursor);
  if (!position) return undefined;
  const backwards = asked.endingBefore !== undefined;
  const rows = await queries.rows({
    limit: asked.limit + 1,
    order: backwards ? 'asc' : 'desc',
    beyond: (columns, sqlTypes) => (cursor === undefined ? ALWAYS : compare(columns, sqlTypes, position, backwards)),
  });
  const items = rows.slice(0, asked.limit);
  return { items: backwards ? items.toReversed() : items, hasMore: rows.length > asked.limit };
}

const ALWAYS = sql<SqlBool>`true`;

/** A row comparison, which an index over the same columns serves as one range. */
function compare(columns: readonly string[], sqlTypes: readonly string[], position: Position, backwards: boolean) {
  const left = sql.join(columns.map((column) => sql.ref(column)));
  const right = sql.join(position.map((value, n) => sql`${value}::${sql.raw(sqlTypes[n] ?? 'text')}`));
  return sql<SqlBool>`(${left}) ${sql.raw(backwards ? '>' : '<')} (${right})`;
}
