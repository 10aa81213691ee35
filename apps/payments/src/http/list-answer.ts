import type { ListAnswer } from '@vf/contracts';
import type { Page } from '@vf/payments';
import type { FastifyRequest } from 'fastify';

/** A page as the API shows it. */
export function listAnswerOf<Row, Item>(
  request: FastifyRequest,
  page: Page<Row>,
  itemOf: (row: Row) => Item,
): ListAnswer<Item> {
  const url = request.url.split('?', 1)[0] ?? '';
  return { object: 'list', data: page.items.map((row) => itemOf(row)), has_more: page.hasMore, url };
}
