/** From a query string to what is meant, or an error that names the field. */
import { uuidOfWireId, type IdPrefix } from '@vf/money';
import type { PageAsked } from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError } from './api-error.js';
import { readBody } from './read-request.js';

/** The query by its schema. Throws ApiError with every field at fault. */
export function readQuery<S extends z.ZodType>(schema: S, request: FastifyRequest): z.output<S> {
  const given = Object.entries(request.query as Record<string, unknown>);
  return readBody(schema, Object.fromEntries(given.map(([name, value]) => [name, listed(name, value)])));
}

/** `name[]` given once is a list of one. */
const listed = (name: string, value: unknown) => (name.endsWith('[]') && !Array.isArray(value) ? [value] : value);

interface PageQuery {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/** The page asked for, with bare ids. Throws ApiError for a cursor that is no id of such a thing. */
export function readPage(query: PageQuery, idOf: (text: string) => string | undefined): PageAsked {
  const { limit, starting_after: after, ending_before: before } = query;
  return {
    limit,
    ...(after === undefined ? {} : { startingAfter: cursorOf(after, 'starting_after', idOf) }),
    ...(before === undefined ? {} : { endingBefore: cursorOf(before, 'ending_before', idOf) }),
  };
}

function cursorOf(text: string, param: string, idOf: (text: string) => string | undefined): string {
  const id = idOf(text);
  if (id === undefined) throw new ApiError('cursor_not_found', { param });
  return id;
}

/** A cursor that was an id, and is in no list of the caller's. */
export const cursorNotFound = (query: PageQuery) =>
  new ApiError('cursor_not_found', { param: query.starting_after === undefined ? 'ending_before' : 'starting_after' });

export const idsOf = (prefix: IdPrefix) => (text: string) => uuidOfWireId(prefix, text);
