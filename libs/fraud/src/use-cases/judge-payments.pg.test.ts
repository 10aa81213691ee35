import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alertEvent, platformWalletIds, systemAccounts, type AlertEvent } from '@vf/contracts';
import { MAX_HUNDREDTHS, hundredths, uuidOfWireId } from '@vf/money';
import {
  batchesOf,
  episodesByDefinition,
  paymentHistories,
  smallRule,
  type TestPayment,
} from '../domain/definition.fixture.js';
import type { PaymentFact } from '../domain/payment-fact.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import { openFraudDatabase, type TestFraudDatabase } from '../store/fraud-database.fixture.js';
import { newestRule } from '../store/rules.js';
import { judgePayments } from './judge-payments.js';

let database: TestFraudDatabase;
let rule: VelocityRule;

beforeAll(async () => {
  database = await openFraudDatabase();
  await database.owner.query(
    `INSERT INTO rule (id, version, window_ms, max_count, max_sum, currency, exempt_sender_ids, count_by)
     SELECT id, 1, 1, $1, $2, 'RWF', ARRAY['00000000-0000-7000-8000-000000000100']::uuid[], count_by
     FROM (VALUES ('small', 'payment'), ('baskets', 'checkout')) AS of (id, count_by)`,
    [smallRule.maxCount, '10.00'],
  );
  rule = await newestRule(database.db, 'small');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const provenance = { topic: 'vf.public.payments', partition: 0, offset: 7n, eventId: '' };
const STEP_US = 100n;

/** The random payments of the pure properties, in the units of the stored rule and under ids of their own. */
function factsOf(senderId: string, payments: readonly TestPayment[]): PaymentFact[] {
  const ids = new Map<string, string>();
  return payments.map((payment) => {
    const id = ids.get(payment.paymentId) ?? randomUUID();
    ids.set(payment.paymentId, id);
    return {
      paymentId: id,
      senderId,
      timeUs: payment.timeUs * STEP_US,
      amount: payment.amount,
      currency: payment.currency,
      checkoutId: payment.checkoutId ?? null,
      status: payment.failed ? 'failed' : 'success',
      rowVersion: BigInt(payment.rowVersion),
      epoch: 1,
      provenance,
    };
  });
}

const judge = (facts: readonly PaymentFact[], now = new Date(), by = rule) =>
  database.db.transaction().execute((tx) => judgePayments(tx, { rule: by, facts, now, limits: { slicePayments: 3 } }));

async function toldOf(senderIds: readonly string[]): Promise<AlertEvent[]> {
  const { rows } = await database.owner.query<{ payload: AlertEvent }>(
    'SELECT payload FROM alert_event WHERE sender_id = ANY($1::uuid[]) ORDER BY id',
    [senderIds],
  );
  return rows.map((row) => row.payload);
}

/** The canonical set as a reader of the topic has it: the last event of each alert, as far as it is open. */
const standing = (told: readonly AlertEvent[]) =>
  [...new Map(told.map((event) => [event.alert_id, event])).values()].filter(
    (event) => event.event === 'opened' || event.event === 'updated',
  );

const expected = (facts: readonly PaymentFact[], by: VelocityRule) => {
  const newest = new Map<string, TestPayment>();
  for (const fact of facts) {
    const rowVersion = Number(fact.rowVersion);
    if ((newest.get(fact.paymentId)?.rowVersion ?? 0) < rowVersion)
      newest.set(fact.paymentId, { ...fact, failed: fact.status === 'failed', rowVersion });
  }
  return episodesByDefinition(by, newest.values());
};

const senders = fc.array(paymentHistories, { minLength: 1, maxLength: 3 }).chain((histories) => {
  const facts = histories.map((history) => factsOf(randomUUID(), history));
  const all = facts.flat();
  return fc
    .shuffledSubarray(all, { minLength: all.length })
    .chain((order) => fc.record({ facts: fc.constant(facts), batches: batchesOf(order) }));
});

describe('judging payments in PostgreSQL', () => {
  it.each([
    ['payments', 'small'],
    ['checkouts', 'baskets'],
  ])(
    'counting %s, tells the canonical set of the definition, whatever the order and the batches; a replay tells nothing',
    async (_what, id) => {
      const by = await newestRule(database.db, id);
      await fc.assert(
        fc.asyncProperty(senders, async ({ facts, batches }) => {
          for (const batch of batches) await judge(batch, new Date(), by);
          const told = await toldOf(facts.flatMap((own) => own[0]?.senderId ?? []));
          for (const own of facts) {
            const mine = standing(told).filter((event) => uuidOfWireId('usr', event.sender_id) === own[0]?.senderId);
            const found = mine.map((event) => ({
              listedPaymentIds: event.payments.map((id) => uuidOfWireId('pay', id)),
              windowPayments: event.payment_count,
              peakCount: event.finding.peak_count,
              first: event.first_breach_at,
            }));
            expect(found.sort((a, b) => (a.first < b.first ? -1 : 1))).toEqual(
              expected(own, by).map((episode) => ({
                listedPaymentIds: episode.listedPaymentIds,
                windowPayments: episode.windowPayments,
                peakCount: episode.peakCount.value,
                first: expect.any(String),
              })),
            );
          }
          for (const batch of batches) expect(await judge(batch, new Date(), by)).toEqual([]);
          expect(await toldOf(facts.flatMap((own) => own[0]?.senderId ?? []))).toHaveLength(told.length);
        }),
        { numRuns: 25, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
      );
    },
    40_000,
  );

  it('tells alert events of the contract', async () => {
    const senderId = randomUUID();
    const payment = (n: number, timeUs: bigint, amount: bigint): TestPayment => ({
      paymentId: String(n),
      timeUs,
      amount: hundredths(amount),
      currency: 'RWF',
      failed: false,
      rowVersion: 1,
    });
    const facts = factsOf(senderId, [payment(1, 0n, 500n), payment(2, 1n, 500n), payment(3, 2n, 100n)]);
    await judge(facts, new Date('2026-11-24T10:00:00.000Z'));
    const [event] = await toldOf([senderId]);
    expect(alertEvent.parse(event)).toMatchObject({
      event: 'opened',
      revision: 1,
      finding: { legs: ['count', 'sum'], peak_count: 3, peak_sum: 11 },
      payment_count: 3,
      payments_truncated: false,
      detected_at: '2026-11-24T10:00:00.000Z',
      provenance: { offset: '7' },
    });
  });

  it('sums exactly far beyond what a float can tell apart', async () => {
    const senderId = randomUUID();
    const largest = Array.from({ length: 11 }, (_, n): TestPayment => {
      const amount = hundredths(n === 0 ? MAX_HUNDREDTHS - 1n : MAX_HUNDREDTHS);
      return { paymentId: String(n), timeUs: BigInt(n), amount, currency: 'RWF', failed: false, rowVersion: 1 };
    });
    const [change] = await judge(factsOf(senderId, largest));
    expect(change?.alert.episode.peakSum.value).toBe(11n * MAX_HUNDREDTHS - 1n);
    const { rows } = await database.owner.query('SELECT peak_sum FROM alert WHERE sender_id = $1', [senderId]);
    expect(rows).toEqual([{ peak_sum: '109999999999999.88' }]);
  });

  it('judges a sender’s payments one batch after the other, also when two consumers hold them at once', async () => {
    // A consumer that lost its partition does not know at once; each half alone breaches nothing.
    const found = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const senderId = randomUUID();
        const payments = [0, 1, 2].map((n): TestPayment => ({
          paymentId: String(n),
          timeUs: BigInt(n),
          amount: hundredths(1n),
          currency: 'RWF',
          failed: false,
          rowVersion: 1,
        }));
        const facts = factsOf(senderId, payments);
        await Promise.all([judge(facts.slice(0, 2)), judge(facts.slice(2))]);
        return standing(await toldOf([senderId])).length;
      }),
    );
    expect(found).toEqual(Array.from({ length: 10 }, () => 1));
  });

  it('counts on from an earlier version in a new epoch, and takes back what a repaired source no longer has', async () => {
    const senderId = randomUUID();
    const payments = [1, 2, 3].map((n): TestPayment => ({
      paymentId: String(n),
      timeUs: BigInt(n),
      amount: hundredths(1n),
      currency: 'RWF',
      failed: n === 3,
      rowVersion: n === 3 ? 5 : 1,
    }));
    const facts = factsOf(senderId, payments);
    expect(await judge(facts)).toEqual([]);
    // Restored to before the third one failed.
    const restored = facts.map((fact) => ({ ...fact, epoch: 2, rowVersion: 1n, status: 'success' }));
    await judge(restored);
    expect(standing(await toldOf([senderId]))).toHaveLength(1);
    await judge(facts);
    expect(standing(await toldOf([senderId]))).toHaveLength(1);
    await judge(restored.slice(0, 1).map((fact) => ({ ...fact, epoch: 3, status: 'deleted' })));
    expect(standing(await toldOf([senderId]))).toEqual([]);
  });

  it('stores exempt senders and does not judge them', async () => {
    const [exempt] = rule.exemptSenderIds;
    const payments = [1, 2, 3].map((n) => ({ n, amount: 9_000n }));
    const facts = factsOf(
      exempt!,
      payments.map(({ n, amount }) => ({
        paymentId: String(n),
        timeUs: 0n,
        amount: hundredths(amount),
        currency: 'RWF',
        failed: false,
        rowVersion: 1,
      })),
    );
    expect(await judge(facts)).toEqual([]);
    const { rowCount } = await database.owner.query('SELECT FROM payment_window WHERE sender_id = $1', [exempt]);
    expect(rowCount).toBe(3);
  });
});

describe('the velocity rule as shipped', () => {
  it('is the one of the domain guide, with the platform’s own accounts exempt that may send', async () => {
    // The platform's further shards are not in it and need not be: they take fees and never send a payment.
    const shipped = systemAccounts.filter(
      ({ kind, walletId }) => kind === 'clearing' || walletId === platformWalletIds[0],
    );
    expect(await newestRule(database.db, 'velocity')).toEqual({
      id: 'velocity',
      version: 1,
      windowUs: 3_600_000_000n,
      maxCount: 10,
      countBy: 'payment',
      maxSum: hundredths(500_000_000n),
      currency: 'RWF',
      exemptSenderIds: new Set(shipped.map((account) => account.userId)),
    });
  });

  it('cannot be changed in place', async () => {
    await expect(database.owner.query('UPDATE rule SET max_count = 11')).rejects.toThrow('never changes');
  });
});
