import type { Hundredths } from '@vf/money';
import { v7 as uuidv7 } from 'uuid';
import type { CaptureRequest, Operation, RefundRequest, VoidRequest } from '../domain/operations.js';
import { expireDueHolds } from '../use-cases/expire-holds.js';
import { openDatabase } from './database.js';
import { ask, createWorld, faultsOf, openPosting, type OpenPosting, type World } from './posting-world.fixture.js';
import { dueHolds } from './queries.js';

const HOUR_US = 3_600_000_000n;

describe('operations, many at once', () => {
  let world: World;
  let one: OpenPosting;
  let two: OpenPosting;
  const reruns: string[] = [];

  beforeEach(async () => {
    world = await createWorld([100_000n, 100_000n, 0n]);
    reruns.length = 0;
    const observer = { rerun: (reason: string) => reruns.push(reason) };
    // Two pools, as two processes have them.
    one = openPosting(world, { observer, maxBatch: 20 });
    two = openPosting(world, { observer, maxBatch: 20 });
  });
  afterEach(async () => {
    const faults = await faultsOf(world);
    await one[Symbol.asyncDispose]();
    await two[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  const keyed = () => ({
    clientId: world.clientId,
    key: uuidv7(),
    fingerprint: 'ab'.repeat(32),
    requestId: 'req-test',
  });
  const capture = (paymentId: string, minorUnits: bigint | null = null): CaptureRequest => ({
    ...keyed(),
    op: 'capture',
    operationId: uuidv7(),
    paymentId,
    minorUnits,
  });
  const voiding = (paymentId: string): VoidRequest => ({ ...keyed(), op: 'void', operationId: uuidv7(), paymentId });
  const refund = (paymentId: string, minorUnits: bigint | null): RefundRequest => ({
    ...keyed(),
    op: 'refund',
    refundId: uuidv7(),
    paymentId,
    minorUnits,
    reason: null,
    metadata: '{}',
  });
  const pay = async (over: Parameters<typeof ask>[1] = {}) => {
    const request = ask(world, over);
    await one.submit(request);
    return request.paymentId;
  };
  const authorise = async (expiresInUs = HOUR_US) => {
    const request: Operation = { ...ask(world), op: 'authorise', origin: 'payment', expiresInUs };
    expect(await one.submit(request)).toMatchObject({ kind: 'posted' });
    return request.paymentId;
  };
  const both = (operations: readonly Operation[]) =>
    Promise.all(operations.map((operation, n) => (n % 2 ? one : two).submit(operation)));
  const kindsOf = (outcomes: readonly { readonly kind: string }[]) => outcomes.map(({ kind }) => kind).toSorted();
  const statusOf = async (paymentId: string) => {
    const { rows } = await world.admin.query<{ status: string }>('SELECT status FROM payments WHERE id = $1', [
      paymentId,
    ]);
    return rows[0]?.status;
  };

  it('post a key once when two hundred ask at the same moment, from two processes', async () => {
    const outcomes = await both(Array.from({ length: 200 }, () => ask(world, { key: 'same' })));
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(199);
  });

  it('post a key once when it is twice in one batch', async () => {
    const [first, again] = [ask(world, { key: 'twice' }), ask(world, { key: 'twice' })];
    const other = ask(world, { key: 'twice', fingerprint: 'cd'.repeat(32) });
    const outcomes = await one.postTogether([first, again, other]);
    expect(outcomes).toMatchObject([
      { kind: 'posted' },
      { kind: 'replayed', madeId: first.paymentId },
      { kind: 'key_reused', paymentId: first.paymentId },
    ]);
  });

  it('end a hold once, by its capture or its void', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await authorise();
      const operations = round % 2 ? [capture(id), voiding(id)] : [voiding(id), capture(id)];
      expect(kindsOf(await both(operations))).toEqual(['done', 'rejected']);
    }
  });

  it('end a hold once, by its capture or its expiry, and not by a capture when it is over', async () => {
    for (let round = 0; round < 10; round += 1) {
      // Over within this round, so that either may come first.
      const id = await authorise(2_000n);
      const expire: Operation = { op: 'expire', paymentId: id, requestId: 'expiry' };
      const [captured, expired] = await Promise.all([one.submit(capture(id)), two.submit(expire)]);
      const ends = [captured.kind === 'done', expired.kind === 'settled'].filter(Boolean);
      expect(ends.length).toBeLessThanOrEqual(1);
      const late = await one.submit(expire);
      expect(['settled', 'already_settled']).toContain(late.kind);
    }
    const over = await authorise(0n);
    expect(await one.submit(capture(over))).toMatchObject({ kind: 'rejected', rejection: { code: 'payment_expired' } });
  });

  it('give back no more than was paid when ten refunds come at once', async () => {
    const id = await pay({ amount: 100_000n as Hundredths });
    const outcomes = await both(Array.from({ length: 10 }, () => refund(id, 300n)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(3);
    expect(outcomes.filter(({ kind }) => kind === 'rejected')).toHaveLength(7);
    expect(await one.submit(refund(id, null))).toMatchObject({ kind: 'done' });
    expect(await statusOf(id)).toBe('refunded');
  });

  it('pay to and fro, refund, hold and capture from two processes without a deadlock', async () => {
    const [a, b] = world.wallets as [string, string, string];
    const paid = await Promise.all(Array.from({ length: 40 }, () => pay()));
    const held = await Promise.all(Array.from({ length: 40 }, () => authorise()));
    reruns.length = 0;
    const operations = Array.from({ length: 40 }, (_, n): Operation[] => [
      ask(world, { senderWalletId: b, recipientWalletId: a }),
      refund(paid[n]!, null),
      n % 2 ? capture(held[n]!) : voiding(held[n]!),
      ask(world),
    ]).flat();
    const outcomes = await both(operations);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['posted', 'done']));
    expect(reruns).toEqual([]);
  });

  it('expire what is due once, whoever looks for it, and leave the rest', async () => {
    const db = openDatabase({ connectionString: world.db.urlFor('payments_service') });
    const due = await Promise.all(Array.from({ length: 7 }, () => authorise(-HOUR_US)));
    const open = await authorise();
    const expireWith = (posting: OpenPosting) =>
      expireDueHolds({ due: (limit) => dueHolds(db, limit), submit: (each) => posting.submit(each), limit: 5 });
    const rounds = [await Promise.all([expireWith(one), expireWith(two)]), [await expireWith(one)]].flat();
    await db.destroy();
    expect(rounds.reduce((sum, { expired }) => sum + expired, 0)).toBe(7);
    for (const id of due) expect(await statusOf(id)).toBe('failed');
    expect(await statusOf(open)).toBe('pending');
  });

  it('find holds that are due by their index', async () => {
    const { rows } = await world.admin
      .query<{ 'QUERY PLAN': string }>(
        `SET enable_seqscan = off; EXPLAIN SELECT payment_id FROM holds
       WHERE state = 'open' AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT 5`,
      )
      .then((answers) => (answers as unknown as { rows: { 'QUERY PLAN': string }[] }[])[1]!);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('idx_holds_due');
  });

  it('settle a top-up and a payout once, whichever answer comes first', async () => {
    const topUp: Operation = {
      ...ask(world, { senderWalletId: world.clearing, recipientWalletId: world.wallets[2]! }),
      op: 'start_top_up',
      origin: 'top_up',
    };
    const payout: Operation = {
      ...ask(world, { recipientWalletId: world.clearing }),
      op: 'start_payout',
      origin: 'payout',
    };
    expect(await one.postTogether([topUp, payout])).toMatchObject([
      { kind: 'posted', payment: { status: 'processing' } },
      { kind: 'posted', payment: { status: 'processing' } },
    ]);
    for (const { paymentId } of [topUp, payout]) {
      const settle = (succeeded: boolean): Operation => ({
        op: 'settle',
        paymentId,
        requestId: 'callback',
        result: succeeded ? { succeeded } : { succeeded, failureCode: 'declined' },
      });
      const outcomes = await both([settle(true), settle(false), settle(true), settle(true)]);
      expect(kindsOf(outcomes)).toEqual(['already_settled', 'already_settled', 'already_settled', 'settled']);
      expect(['success', 'failed']).toContain(await statusOf(paymentId));
    }
  });

  it('tell the position of the log after the commit', async () => {
    const { rows } = await world.admin.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
    const { position } = await one.submit(ask(world));
    const { rows: later } = await world.admin.query<{ ok: boolean }>(
      `SELECT $1::pg_lsn > $2::pg_lsn AND $3 = (SELECT system_identifier::text FROM pg_control_system()) AND $4 = 1 AS ok`,
      [position!.lsn, rows[0]!.lsn, position!.systemId, position!.timeline],
    );
    expect(later).toEqual([{ ok: true }]);
  });
});
