import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { microsecondsOf, systemAccounts } from '@vf/contracts';
import {
  fraudDatabase,
  judgePayments,
  listAlerts,
  migrationsDirectory,
  newestRule,
  type FraudDatabase,
} from '@vf/fraud';
import { migrate } from '@vf/migrations';
import { parseDecimal, uuidOfWireId } from '@vf/money';
import { templateDatabase, withConnection } from '@vf/testing';
import { fraudOracle, velocityRule } from './fraud-oracle.js';
import {
  insertPayments,
  insertUser,
  openSourceDatabase,
  type SourceDatabase,
  type SourcePayment,
} from './source-database.fixture.js';

const fraudTemplate = templateDatabase({
  name: 'oracle_fraud',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

const cleanUp = new AsyncDisposableStack();
let source: SourceDatabase;
let fraud: FraudDatabase;
let recipientId: string;
const [clearing] = systemAccounts;

beforeAll(async () => {
  source = cleanUp.use(await openSourceDatabase());
  // Baskets without their checkouts: only the column matters here.
  await source.client.query('ALTER TABLE payments DROP CONSTRAINT payments_checkout_id_fkey');
  const database = cleanUp.use(await fraudTemplate.create());
  fraud = cleanUp.adopt(fraudDatabase(openPool(database.url, 2)), (db) => db.destroy());
  await withConnection(
    (client) =>
      client.query(
        `INSERT INTO rule (id, version, window_ms, max_count, max_sum, currency, exempt_sender_ids, count_by)
         SELECT 'baskets', 1, window_ms, max_count, max_sum, currency, exempt_sender_ids, 'checkout' FROM rule`,
      ),
    database.url,
  );
  recipientId = await insertUser(source.client);
  await insertUser(source.client, clearing!.userId);
});
afterAll(async () => {
  await cleanUp.disposeAsync();
});

/** Dropping the database ends connections that are still closing; what those report then is of no interest. */
function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}

const START_US = microsecondsOf('2026-11-24T08:00:00Z');
const HALF_HOUR_US = 1_800_000_000n;

const BASKETS = [randomUUID(), randomUUID(), randomUUID()];

/** Times bunched around half hours, so that windows of an hour are met at their edges, a microsecond in and out. */
const anyPayment = fc.record({
  halfHour: fc.bigInt({ min: 0n, max: 8n }),
  edgeUs: fc.constantFrom(-1n, 0n, 0n, 1n),
  amount: fc.constantFrom('100.00', '300000.00', '5000000.00', '5000000.01', '2500000.00'),
  currency: fc.constantFrom('RWF', 'RWF', 'RWF', 'USD'),
  checkoutId: fc.constantFrom(null, ...BASKETS),
  status: fc.constantFrom<SourcePayment['status']>('success', 'success', 'success', 'failed'),
});

const paymentsOf = (senderId: string) =>
  fc.array(anyPayment, { minLength: 10, maxLength: 60, size: 'max' }).map((payments) =>
    payments.map(({ halfHour, edgeUs, ...payment }) => ({
      ...payment,
      senderId,
      id: randomUUID(),
      createdAtUs: START_US + halfHour * HALF_HOUR_US + edgeUs,
    })),
  );

const factOf = (payment: SourcePayment) => ({
  paymentId: payment.id,
  senderId: payment.senderId,
  timeUs: payment.createdAtUs,
  amount: parseDecimal(payment.amount),
  currency: payment.currency,
  checkoutId: payment.checkoutId ?? null,
  status: payment.status,
  rowVersion: 1n,
  epoch: 1,
  provenance: { topic: 'vf.public.payments', partition: 0, offset: 0n, eventId: '' },
});

async function standingAlerts(senderIds: readonly string[]) {
  const alerts = await Promise.all(
    senderIds.map((senderId) => listAlerts(fraud, { senderId, state: 'open', limit: 100 })),
  );
  return alerts.flat().map(({ id, told }) => ({
    alertId: id,
    senderId: uuidOfWireId('usr', told.sender_id),
    firstBreachUs: microsecondsOf(told.first_breach_at),
    lastBreachUs: microsecondsOf(told.last_breach_at),
    peakCount: told.finding.peak_count,
    peakSum: BigInt(told.finding.peak_sum),
  }));
}

const inOrder = <Item extends { alertId: string }>(items: readonly Item[]) =>
  [...items].sort((a, b) => (a.alertId < b.alertId ? -1 : 1));

describe('the SQL oracle over the source', () => {
  it.each([velocityRule, { ...velocityRule, id: 'baskets', countBy: 'checkout' as const }])(
    'finds the alerts that the fraud context stored by rule $id, by the same ids, for any payments in any order',
    async (own) => {
      const rule = await newestRule(fraud, own.id);
      const [first, second] = [randomUUID(), randomUUID()];
      const traffic = fc
        .tuple(paymentsOf(first), paymentsOf(second), paymentsOf(clearing!.userId))
        .map((lists) => lists.flat())
        .chain((payments) => fc.shuffledSubarray(payments, { minLength: payments.length }));
      await fc.assert(
        fc.asyncProperty(traffic, fc.integer({ min: 1, max: 50 }), async (drawn, batchSize) => {
          // Senders and payments of this run alone.
          const renamed = new Map<string, string>([
            [first, randomUUID()],
            [second, randomUUID()],
          ]);
          const payments = drawn.map((payment) => ({
            ...payment,
            id: randomUUID(),
            senderId: renamed.get(payment.senderId) ?? payment.senderId,
          }));
          const senderIds = [...renamed.values()];
          for (const senderId of senderIds) await insertUser(source.client, senderId);
          await insertPayments(source.client, recipientId, payments);
          for (let start = 0; start < payments.length; start += batchSize) {
            const facts = payments.slice(start, start + batchSize).map(factOf);
            await fraud.transaction().execute((tx) => judgePayments(tx, { rule, facts, now: new Date() }));
          }
          const times = new Map<string, bigint>(payments.map((payment) => [payment.id, payment.createdAtUs]));
          const oracle = (await fraudOracle(source.client, own)).filter((alert) => senderIds.includes(alert.senderId));
          expect(inOrder(await standingAlerts(senderIds))).toEqual(
            inOrder(oracle).map((alert) => ({
              alertId: alert.alertId,
              senderId: alert.senderId,
              firstBreachUs: times.get(alert.firstPaymentId),
              lastBreachUs: times.get(alert.lastPaymentId),
              peakCount: alert.peakCount,
              // Whole francs on the wire.
              peakSum: alert.peakSum / 100n,
            })),
          );
        }),
        { numRuns: 15 },
      );
      expect((await fraudOracle(source.client)).filter((alert) => alert.senderId === clearing!.userId)).toEqual([]);
    },
    60_000,
  );

  it('allows the limits themselves and breaks at one more', async () => {
    const exact = await insertUser(source.client);
    const count = await insertUser(source.client);
    const sum = await insertUser(source.client);
    const payment = (senderId: string, n: number, amount: string): SourcePayment => ({
      id: randomUUID(),
      senderId,
      amount,
      currency: 'RWF',
      status: 'success',
      createdAtUs: START_US + BigInt(n),
    });
    const ten = Array.from({ length: 10 }, (_, n) => n);
    await insertPayments(source.client, recipientId, [
      ...ten.map((n) => payment(exact, n, '500000.00')),
      ...[...ten, 10].map((n) => payment(count, n, '1.00')),
      ...ten.map((n) => payment(sum, n, n === 9 ? '500000.01' : '500000.00')),
    ]);
    const alerts = await fraudOracle(source.client);
    const peaks = (senderId: string) =>
      alerts.filter((alert) => alert.senderId === senderId).map(({ peakCount, peakSum }) => ({ peakCount, peakSum }));
    expect(peaks(exact)).toEqual([]);
    expect(peaks(count)).toEqual([{ peakCount: 11, peakSum: 1_100n }]);
    expect(peaks(sum)).toEqual([{ peakCount: 10, peakSum: 500_000_001n }]);
  });
});
