/**
 * One attempt to post a batch: one transaction, a fixed number of statements in three flights. Locks and look-ups go
 * out together, then the writes, then COMMIT on its own, because from that moment on a lost connection means that the
 * outcome is unknown.
 */
import type pg from 'pg';
import { decide, type WriteAnswer } from '../domain/decide.js';
import type { Decision, Outcome, PostingRequest } from '../domain/posting.js';
import { PostingFault, type Patience, type PostingFaultKind } from '../use-cases/posting-fault.js';
import { classifyError } from './classify-error.js';
import {
  askedValuesOf,
  entryValuesOf,
  factsOf,
  keyValuesOf,
  paymentValuesOf,
  walletIdsOf,
  walletValuesOf,
} from './posting-rows.js';
import {
  examineRequests,
  insertEntries,
  insertKeys,
  insertPayments,
  lockWallets,
  updateWallets,
  type ExaminedRow,
  type LockedRow,
} from './posting-statements.js';

/** Explicit, whatever the server's default is: the locks, not the isolation level, keep postings apart (docs/adr/0011). */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/**
 * For the parts of a batch that has already waited its full time for a lock. Without it, finding the one locked wallet
 * among 250 requests would wait that time again at each of eight halvings, and everybody else with it.
 */
const BEGIN_IMPATIENT = `${BEGIN}; SET LOCAL lock_timeout = '50ms'`;

/**
 * Posts the batch and returns one outcome a request, in their order. Throws PostingFault; then nothing is written,
 * unless its kind is `unknown`.
 */
export async function postBatch(
  pool: pg.Pool,
  requests: readonly PostingRequest[],
  writeAnswer: WriteAnswer,
  patience: Patience = 'patient',
): Promise<readonly Outcome[]> {
  const client = await pool.connect().catch((err: unknown) => {
    throw new PostingFault('unavailable', err);
  });
  let healthy = false;
  try {
    const facts = await lockAndExamine(client, requests, patience);
    const decision = decide(requests, facts, writeAnswer);
    if (decision.payments.length === 0) await client.query('ROLLBACK');
    else {
      await write(client, decision);
      await commit(client);
    }
    healthy = true;
    return decision.outcomes;
  } catch (err) {
    healthy = await rolledBack(client, err);
    throw err instanceof PostingFault ? err : new PostingFault(classifyError(err), err);
  } finally {
    client.release(!healthy);
  }
}

async function lockAndExamine(client: pg.PoolClient, requests: readonly PostingRequest[], patience: Patience) {
  const [, locked, examined] = await allAnswered([
    client.query(patience === 'impatient' ? BEGIN_IMPATIENT : BEGIN),
    client.query<LockedRow>(lockWallets.bind({ walletIds: walletIdsOf(requests) })),
    client.query<ExaminedRow>(examineRequests.bind(askedValuesOf(requests))),
  ] as const);
  return factsOf(locked.rows, examined.rows);
}

async function write(client: pg.PoolClient, decision: Decision): Promise<void> {
  const [, keys] = await allAnswered([
    client.query(insertPayments.bind(paymentValuesOf(decision))),
    client.query(insertKeys.bind(keyValuesOf(decision))),
    client.query(insertEntries.bind(entryValuesOf(decision))),
    client.query(updateWallets.bind(walletValuesOf(decision))),
  ] as const);
  if (keys.rowCount !== decision.payments.length) {
    throw new PostingFault('rerun', new Error('another process took a key meanwhile'));
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const done = await client.query('COMMIT').catch((err: unknown) => {
    // The server may have committed before the answer was lost, so no error here proves that it has not.
    throw new PostingFault('unknown', err);
  });
  // COMMIT of a failed transaction "succeeds" as ROLLBACK; only the command tag tells.
  if (done.command !== 'COMMIT') throw new PostingFault('refused', new Error(`COMMIT answered ${done.command}`));
}

/**
 * Waits for every answer of a flight before the first error is thrown: the statements behind a failed one are answered
 * too, and a connection given back with answers on the way would hand them to the next user.
 */
async function allAnswered<T extends readonly unknown[]>(
  flight: T,
): Promise<{ -readonly [N in keyof T]: Awaited<T[N]> }> {
  await Promise.allSettled(flight);
  return Promise.all(flight);
}

/** Tells whether the connection can be used again. A broken one is thrown away, and the server rolls back by itself. */
async function rolledBack(client: pg.PoolClient, err: unknown): Promise<boolean> {
  const kind: PostingFaultKind = err instanceof PostingFault ? err.kind : classifyError(err);
  if (kind === 'unavailable' || kind === 'unknown') return false;
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
