/**
 * One attempt to post a batch: one transaction, a fixed number of statements in three flights, more of them only where
 * the batch has more than plain payments. Locks and look-ups go
 * out together, then the writes, then COMMIT on its own, because from that moment on a lost connection means that the
 * outcome is unknown.
 */
import type pg from 'pg';
import { decide } from '../domain/decide.js';
import { isKeyed, isOrder, isPaymentChange, type Operation, type PaymentOrder } from '../domain/operations.js';
import type { Decision, Facts, LogPosition, Outcome, WriteAnswer } from '../domain/posting.js';
import { PostingFault, type Patience, type PostingFaultKind } from '../use-cases/posting-fault.js';
import { classifyError } from './classify-error.js';
import { positionOn } from './log-position.js';
import { askedKeyValuesOf, lockedPaymentOf } from './operation-rows.js';
import { examineOperations, lockPayments, lockWalletsOfOperations, readClock } from './operation-statements.js';
import type { LockedPaymentRow } from './payment-columns.js';
import { askedValuesOf, factsOf, walletIdsOf } from './posting-rows.js';
import { examineRequests, lockWallets, type ExaminedRow, type LockedRow } from './posting-statements.js';
import { withRights } from './posting-rights.js';
import { isEmpty, writesOf } from './write-decision.js';

/** Explicit, whatever the server's default is: the locks, not the isolation level, keep postings apart (docs/adr/0011). */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/**
 * For the parts of a batch that has already waited its full time for a lock. Without it, finding the one locked wallet
 * among 250 requests would wait that time again at each of eight halvings, and everybody else with it.
 */
const BEGIN_IMPATIENT = `${BEGIN}; SET LOCAL lock_timeout = '50ms'`;

/** How a batch is posted, whatever is in it. */
export interface PostingTerms {
  readonly writeAnswer: WriteAnswer;
  /** The platform's wallet that takes its fees. */
  readonly feeWalletId: string;
  readonly patience: Patience;
}

/**
 * Posts the batch and returns one outcome an operation, in their order. Throws PostingFault; then nothing is written,
 * unless its kind is `unknown`.
 */
export async function postBatch(
  pool: pg.Pool,
  operations: readonly Operation[],
  terms: PostingTerms,
): Promise<readonly Outcome[]> {
  const client = await pool.connect().catch((err: unknown) => {
    throw new PostingFault('unavailable', err);
  });
  let healthy = false;
  try {
    const locked = await lockAndExamine(client, operations, terms);
    const facts = await withRights(client, operations, locked);
    const decision = decide(operations, facts, terms.writeAnswer);
    let position: LogPosition | undefined;
    if (isEmpty(decision)) position = await end(client, 'ROLLBACK');
    else {
      await write(client, decision);
      position = await commit(client);
    }
    healthy = true;
    return position ? decision.outcomes.map((outcome) => ({ ...outcome, position })) : decision.outcomes;
  } catch (err) {
    healthy = await rolledBack(client, err);
    throw err instanceof PostingFault ? err : new PostingFault(classifyError(err), err);
  } finally {
    client.release(!healthy);
  }
}

function lockAndExamine(client: pg.PoolClient, operations: readonly Operation[], terms: PostingTerms): Promise<Facts> {
  const ordersOnly = operations.every((operation) => isOrder(operation));
  return ordersOnly ? examinePayments(client, operations, terms) : examineAll(client, operations, terms);
}

const beginOf = ({ patience }: PostingTerms) => (patience === 'impatient' ? BEGIN_IMPATIENT : BEGIN);

async function examinePayments(
  client: pg.PoolClient,
  orders: readonly PaymentOrder[],
  terms: PostingTerms,
): Promise<Facts> {
  const { feeWalletId } = terms;
  const [, locked, examined] = await allAnswered([
    client.query(beginOf(terms)),
    client.query<LockedRow>(lockWallets.bind({ walletIds: walletIdsOf(orders, feeWalletId) })),
    client.query<ExaminedRow>(examineRequests.bind(askedValuesOf(orders))),
  ] as const);
  const found = { locked: locked.rows, examined: examined.rows, nowUs: examined.rows[0]?.now_us ?? '0', feeWalletId };
  return { ...factsOf(found), payments: new Map() };
}

async function examineAll(
  client: pg.PoolClient,
  operations: readonly Operation[],
  terms: PostingTerms,
): Promise<Facts> {
  const { feeWalletId } = terms;
  const paymentIds = [...new Set(operations.filter(isPaymentChange).map(({ paymentId }) => paymentId))];
  const [, locked, payments, examined, clock] = await allAnswered([
    client.query(beginOf(terms)),
    client.query<LockedRow>(
      lockWalletsOfOperations.bind({ walletIds: walletIdsOf(operations, feeWalletId), paymentIds }),
    ),
    client.query<LockedPaymentRow>(lockPayments.bind({ paymentIds })),
    client.query<ExaminedRow>(examineOperations.bind(askedKeyValuesOf(operations.filter(isKeyed)))),
    client.query<{ now_us: string }>(readClock.bind({})),
  ] as const);
  const found = { locked: locked.rows, examined: examined.rows, nowUs: clock.rows[0]?.now_us ?? '0', feeWalletId };
  return { ...factsOf(found), payments: new Map(payments.rows.map((row) => [row.id, lockedPaymentOf(row)])) };
}

async function write(client: pg.PoolClient, decision: Decision): Promise<void> {
  const { before, keys, others } = writesOf(decision);
  const flight = [...before, ...(keys ? [keys] : []), ...others].map((statement) => client.query(statement));
  const answers = await allAnswered(flight);
  const taken = keys ? (answers[before.length]?.rowCount ?? 0) : 0;
  if (taken !== decision.keys.length) {
    throw new PostingFault('rerun', new Error('another process took a key meanwhile'));
  }
}

async function commit(client: pg.PoolClient): Promise<LogPosition | undefined> {
  return end(client, 'COMMIT').catch((err: unknown) => {
    // The server may have committed before the answer was lost, so no error here proves that it has not.
    throw err instanceof PostingFault ? err : new PostingFault('unknown', err);
  });
}

/** Ends the transaction and, behind it in the same flight, reads where the log is. What is done does not depend on that. */
async function end(client: pg.PoolClient, how: 'COMMIT' | 'ROLLBACK'): Promise<LogPosition | undefined> {
  const ended = client.query(how);
  const position = positionOn(client);
  const done = await ended;
  // COMMIT of a failed transaction "succeeds" as ROLLBACK; only the command tag tells.
  if (done.command !== how) throw new PostingFault('refused', new Error(`${how} answered ${done.command}`));
  return position;
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
