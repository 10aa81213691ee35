import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { walletId } from '../domain/source.fixture.js';
import type { Entry } from '../domain/entry.js';
import type { Payment } from '../domain/parties.js';
import {
  removeEntries,
  removePayments,
  removeWallets,
  storeEntries,
  storePayments,
  storeWallets,
} from './apply-changes.js';
import { GROUP, openLedgerDatabase, type TestLedgerDatabase } from './ledger-database.fixture.js';
import type { LedgerTransaction } from './ledger-database.js';
import { storeMarks } from './progress.js';
import { readAtCut } from './read-at-cut.js';

const TOPIC = 'vf.public.ledger';
const consumed = { groupId: GROUP, topics: new Set([TOPIC]) };

let database: TestLedgerDatabase;

beforeAll(async () => {
  database = await openLedgerDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});
beforeEach(() => database.clear());

const inTransaction = (work: (tx: LedgerTransaction) => Promise<void>) => database.db.transaction().execute(work);

const entry = (id: number, seq: number, after: bigint, epoch = 1): Entry => ({
  ledgerId: BigInt(id),
  paymentId: walletId(1_000 + id),
  walletId: walletId(1),
  walletSeq: BigInt(seq),
  type: 'credit',
  amount: 1n as Entry['amount'],
  balanceBefore: (after - 1n) as Entry['amount'],
  balanceAfter: after as Entry['amount'],
  createdAtUs: BigInt(seq),
  commit: { epoch, lsn: BigInt(seq) },
  provenance: { topic: TOPIC, partition: 0, offset: 0n, eventId: '' },
});

const entries = () =>
  database.db
    .selectFrom('entry')
    .select(['ledger_id', 'wallet_seq', 'balance_after', 'epoch'])
    .orderBy('ledger_id')
    .execute();

const mark = (epoch: number, complete: boolean) =>
  inTransaction((tx) =>
    storeMarks(tx, consumed, [
      { pipeline: 'payments', epoch, lsn: 9n, committedUs: 0n, partitions: { [TOPIC]: { '0': '0' } }, complete },
    ]),
  );
const read = async () => (await readAtCut(database.db, consumed, () => Promise.resolve(1))).kind;

describe('entries that a snapshot found', () => {
  it('are added where they are absent and change nothing where they are the same', async () => {
    await inTransaction((tx) => storeEntries(tx, [entry(1, 1, 1n)]));
    const before = await entries();
    await inTransaction((tx) => storeEntries(tx, [entry(1, 1, 1n), entry(1, 1, 1n, 2)]));
    expect(await entries()).toEqual(before);
    await inTransaction((tx) => storeEntries(tx, [entry(2, 2, 2n, 2)]));
    expect(await entries()).toHaveLength(2);
    await mark(1, true);
    expect(await read()).toBe('read');
  });

  it('of a new epoch take the place of what a restored source has otherwise, and older cuts are given up', async () => {
    await mark(1, true);
    await inTransaction((tx) => storeEntries(tx, [entry(1, 1, 1n), entry(2, 2, 2n), entry(3, 3, 3n)]));
    expect(await read()).toBe('read');
    await inTransaction((tx) => storeEntries(tx, [entry(1, 1, 1n, 2), entry(2, 2, 20n, 2), entry(4, 3, 30n, 2)]));
    expect(await entries()).toEqual([
      { ledger_id: '1', wallet_seq: '1', balance_after: '0.01', epoch: '1' },
      { ledger_id: '2', wallet_seq: '2', balance_after: '0.20', epoch: '2' },
      { ledger_id: '4', wallet_seq: '3', balance_after: '0.30', epoch: '2' },
    ]);
    expect(await read()).toBe('incomplete');
    await mark(2, false);
    expect(await read()).toBe('incomplete');
    await inTransaction((tx) => storeMarks(tx, consumed, []));
    await database.db.deleteFrom('progress').where('epoch', '=', '2').execute();
    await mark(2, true);
    expect(await read()).toBe('read');
    // An emission from before comes too late.
    await inTransaction((tx) => storeEntries(tx, [entry(2, 2, 2n)]));
    expect(await entries()).toMatchObject([{}, { balance_after: '0.20' }, {}]);
  });

  it('are removed when they vanished, unless the epoch itself has told of them', async () => {
    await mark(1, true);
    await inTransaction((tx) => storeEntries(tx, [entry(1, 1, 1n), entry(2, 2, 2n, 2)]));
    const commit = { epoch: 2, lsn: 5n };
    await inTransaction((tx) =>
      removeEntries(
        tx,
        [1n, 2n, 9n].map((id) => ({ id, commit })),
      ),
    );
    expect(await entries()).toMatchObject([{ ledger_id: '2' }]);
    expect(await read()).toBe('incomplete');
  });
});

describe('a source that is read for the first time', () => {
  it('has no state to tell of before it is whole', async () => {
    expect(await read()).toBe('no-cut');
    await mark(1, false);
    expect(await read()).toBe('incomplete');
  });
});

describe('payments and wallets', () => {
  const payment = (status: string, epoch: number, rowVersion: bigint): Payment => {
    const parties = { reference: 'P-1', senderId: walletId(5), recipientId: walletId(6) };
    return { id: walletId(1), ...parties, status, epoch, rowVersion };
  };
  const statuses = () => database.db.selectFrom('payment').select('status').execute();

  it('count on from an earlier version in a new epoch', async () => {
    await inTransaction((tx) => storePayments(tx, [payment('refunded', 1, 7n)]));
    await inTransaction((tx) => storePayments(tx, [payment('pending', 2, 3n), payment('refunded', 1, 8n)]));
    expect(await statuses()).toEqual([{ status: 'pending' }]);
  });

  it('are removed when they vanished, unless the epoch itself has told of them', async () => {
    const wallet = { id: walletId(1), userId: walletId(2), currency: 'RWF', kind: 'user' };
    await inTransaction(async (tx) => {
      await storePayments(tx, [payment('success', 2, 1n)]);
      await storeWallets(tx, [{ ...wallet, commit: { epoch: 1, lsn: 1n } }]);
      for (const epoch of [2, 2]) {
        const vanished = [{ id: walletId(1), commit: { epoch, lsn: 5n } }];
        await removePayments(tx, vanished);
        await removeWallets(tx, vanished);
      }
    });
    expect(await statuses()).toHaveLength(1);
    expect(await database.db.selectFrom('wallet').selectAll().execute()).toEqual([]);
  });
});
