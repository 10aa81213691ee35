import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hundredths } from '@vf/money';
import { judgePayments } from '../use-cases/judge-payments.js';
import { findCanonicalAlert, listAlerts } from './alert-queries.js';
import { openFraudDatabase, type TestFraudDatabase } from './fraud-database.fixture.js';
import { newestRule } from './rules.js';

let database: TestFraudDatabase;

beforeAll(async () => {
  database = await openFraudDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** A payment that breaches by its sum alone. */
const large = (senderId: string, timeUs: bigint) => ({
  paymentId: randomUUID(),
  senderId,
  timeUs,
  amount: hundredths(500_000_100n),
  currency: 'RWF',
  checkoutId: null,
  status: 'success',
  rowVersion: 1n,
  epoch: 1,
  provenance: { topic: 'vf.public.payments', partition: 0, offset: 0n, eventId: '' },
});

async function judge(facts: ReturnType<typeof large>[], now: string) {
  const rule = await newestRule(database.db, 'velocity');
  return database.db.transaction().execute((tx) => judgePayments(tx, { rule, facts, now: new Date(now) }));
}

describe('queries for analysts', () => {
  it('follow an id that was told once to the canonical alert, over any number of aliases', async () => {
    const senderId = randomUUID();
    const ids: string[] = [];
    for (const timeUs of [3_000n, 2_000n, 1_000n]) {
      const [opened] = await judge([large(senderId, timeUs)], '2026-11-24T10:00:00Z');
      ids.push(opened!.alert.id);
    }
    const found = await Promise.all(ids.map((id) => findCanonicalAlert(database.db, id)));
    expect(new Set(found.map((alert) => alert?.id))).toEqual(new Set([ids[2]]));
    expect(await findCanonicalAlert(database.db, randomUUID())).toBeUndefined();
    expect(await listAlerts(database.db, { senderId, state: 'merged', limit: 10 })).toHaveLength(2);
  });

  it('page from the newest to the oldest, also through alerts of one instant', async () => {
    const senders = Array.from({ length: 7 }, () => randomUUID());
    for (const [n, senderId] of senders.entries()) {
      await judge([large(senderId, 0n)], `2027-01-01T00:00:0${String(n >> 1)}Z`);
    }
    const seen: string[] = [];
    let after: { detectedAt: Date; id: string } | undefined;
    for (let page = 0; page < 4; page += 1) {
      const alerts = await listAlerts(database.db, { limit: 2, ...(after && { after }) });
      seen.push(...alerts.map((alert) => alert.told.sender_id));
      after = alerts.at(-1);
    }
    const all = await listAlerts(database.db, { limit: 8 });
    expect(seen).toEqual(all.map((alert) => alert.told.sender_id));
    expect(new Set(seen).size).toBe(8);
    expect(all.map((alert) => alert.detectedAt.getTime())).toEqual(
      all.map((alert) => alert.detectedAt.getTime()).sort((a, b) => b - a),
    );
  });
});
