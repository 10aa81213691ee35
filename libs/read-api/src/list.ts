/** Lists: pages with a cursor that the caller hands back as it is. */
import { z } from 'zod';
import { ApiError } from './api-error.js';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
const MAX_CURSOR_LENGTH = 500;

/** Query fields of every list; spread them into the route's own strict object. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE).meta({
    description: 'How many at most.',
    example: DEFAULT_PAGE_SIZE,
  }),
  cursor: z.string().max(MAX_CURSOR_LENGTH).optional().meta({ description: 'next_cursor of the page before.' }),
};

export interface Page<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** The schema of a page, for the API's description. */
export const listOf = (item: z.ZodType) =>
  z.object({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable().meta({ description: 'Send it as cursor to go on; null at the end.' }),
  });

/** A page of rows that were asked for with one more than `limit`, which tells whether there are more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shape: { readonly item: (row: Row) => Item; readonly cursor: (last: Row) => object },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    object: 'list',
    data: shown.map(shape.item),
    has_more: more,
    next_cursor: more ? encodeCursor(shape.cursor(last)) : null,
  };
}

/** Opaque to callers, so that what it holds may change; it gives no rights, so it needs no signature. */
export const encodeCursor = (position: object): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** Throws ApiError when the text is not a cursor of this list. */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  try {
    const result = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (result.success) return result.data;
  } catch {
    // Not JSON: told below, with everything else that is no cursor.
  }
  throw new ApiError('field_invalid', { param: 'cursor', detail: 'is not a next_cursor of this list' });
}
