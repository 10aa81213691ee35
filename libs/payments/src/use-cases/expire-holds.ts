/** Gives back the holds whose time is over. */
import type { Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import { NotPosted } from './posting-fault.js';

export interface ExpireOptions {
  /** Payments whose hold is over, at most so many. */
  readonly due: (limit: number) => Promise<readonly string[]>;
  readonly submit: (operation: Operation) => Promise<Outcome>;
  /** Expired in one go; far fewer than wait in the queue, so that payments do not wait for them. */
  readonly limit?: number;
}

const LIMIT = 100;

export interface Expired {
  readonly expired: number;
  /** More may be due: the limit was reached. */
  readonly isFull: boolean;
}

/**
 * Expires what is due, once. Several processes may do it at once: under the locks the second finds nothing left to do.
 * A hold that could not be posted now stays due and comes again; other errors are the caller's.
 */
export async function expireDueHolds({ due, submit, limit = LIMIT }: ExpireOptions): Promise<Expired> {
  const paymentIds = await due(limit);
  const outcomes = await Promise.all(
    paymentIds.map((paymentId) =>
      submit({ op: 'expire', paymentId, requestId: 'expiry' }).catch((err: unknown) => {
        if (err instanceof NotPosted) return undefined;
        throw err;
      }),
    ),
  );
  const expired = outcomes.filter((outcome) => outcome?.kind === 'settled').length;
  return { expired, isFull: paymentIds.length === limit };
}
