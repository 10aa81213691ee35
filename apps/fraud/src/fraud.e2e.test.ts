import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertAnswer, alertEvent, problem, type AlertAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import { eventually } from '@vf/testing';
import { startFraudApp, type FraudApp } from './fraud-app.fixture.js';
import { paymentChangeOf, type PaymentOfTest } from './payment-changes.fixture.js';

let app: FraudApp;

beforeAll(async () => {
  app = await startFraudApp();
}, 30_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const stream = (payments: readonly PaymentOfTest[], partition = 0) =>
  app.stream(payments.map((payment) => ({ change: paymentChangeOf(payment), partition })));

async function alertsOf(senderId: string, status = 'open'): Promise<AlertAnswer[]> {
  const { body } = await app.get(`/v1/alerts?sender_id=${wireId('usr', senderId)}&status=${status}`);
  return alertAnswer.array().parse((body as { data: unknown }).data);
}

const told = async (senderId: string) => {
  const { rows } = await app.sql.query<{ payload: unknown }>(
    'SELECT payload FROM alert_event WHERE sender_id = $1 ORDER BY id',
    [senderId],
  );
  return rows.map((row) => alertEvent.parse(row.payload));
};

describe('the fraud service', () => {
  it('raises one alert for the eleventh payment within an hour, and tells it by the outbox', async () => {
    const senderId = randomUUID();
    await stream(Array.from({ length: 11 }, (_, minute) => ({ senderId, minute })));
    const [alert] = await eventually(async () => {
      const alerts = await alertsOf(senderId);
      expect(alerts).toHaveLength(1);
      return alerts;
    });
    expect(alert).toMatchObject({
      status: 'open',
      sender_id: wireId('usr', senderId),
      finding: { legs: ['count'], peak_count: 11, peak_sum: 11_000 },
      payment_count: 11,
      first_breach_at: '2026-11-24T10:10:00.000000Z',
      reason: '11 payments (limit 10) within 60 minutes.',
      provenance: { partition: 0, offset: '10' },
    });
    const events = await told(senderId);
    expect(events.at(-1)).toMatchObject({ alert_id: alert!.id, event: 'opened', revision: 1 });
    expect((await app.get(`/v1/alerts/${alert!.id}`)).body).toEqual(alert);
  }, 30_000);

  it('judges what a snapshot found like any payment', async () => {
    const senderId = randomUUID();
    const changes = Array.from({ length: 11 }, (_, minute) => paymentChangeOf({ senderId, minute }));
    const found = changes.map((change) => ({
      ...change,
      op: 'r' as const,
      source: { ...change.source, event_id: null },
    }));
    await app.stream(found.map((change) => ({ change, partition: 1 })));
    await eventually(async () => expect(await alertsOf(senderId)).toHaveLength(1));
    const gone = { ...found[0]!, op: 'd' as const, before: found[0]!.after, after: null };
    await app.stream([{ change: gone, partition: 1 }]);
    await eventually(async () => expect(await alertsOf(senderId)).toEqual([]));
  }, 30_000);

  it('takes back what a failed payment had raised, and follows an alias to the alert in its place', async () => {
    const [retracted, renamed] = [randomUUID(), randomUUID()];
    const id = randomUUID();
    await stream([{ senderId: retracted, minute: 0, amount: '5000000.01', id }], 1);
    await stream([{ senderId: renamed, minute: 30, amount: '6000000.00' }], 1);
    const first = await eventually(async () => {
      expect(await alertsOf(retracted)).toHaveLength(1);
      const [alert] = await alertsOf(renamed);
      expect(alert).toBeDefined();
      return alert!;
    });
    await stream(
      [
        { senderId: retracted, minute: 0, amount: '5000000.01', id, status: 'failed', rowVersion: 2 },
        { senderId: renamed, minute: 0, amount: '7000000.00' },
      ],
      1,
    );
    await eventually(async () => expect(await alertsOf(retracted, 'retracted')).toHaveLength(1));
    const canonical = await eventually(async () => {
      const [alert] = await alertsOf(renamed);
      expect(alert?.id).not.toBe(first.id);
      return alert!;
    });
    expect((await app.get(`/v1/alerts/${first.id}`)).body).toEqual(canonical);
    expect((await told(renamed)).map((event) => event.event)).toEqual(['opened', 'opened', 'merged']);
  }, 30_000);

  it('says nothing of changes that come again at new offsets', async () => {
    const senderId = randomUUID();
    const changes = [{ change: paymentChangeOf({ senderId, minute: 0, amount: '9000000.00' }), partition: 0 }];
    const marker = randomUUID();
    await app.stream([...changes, ...changes]);
    await stream([{ senderId: marker, minute: 0, amount: '9000000.00' }]);
    await eventually(async () => expect(await told(marker)).toHaveLength(1));
    expect(await told(senderId)).toHaveLength(1);
  }, 30_000);
});

describe('its API', () => {
  it.each([
    ['/v1/alerts', '', 401, 'credentials_missing'],
    // The router decodes; who may read must not depend on how the URL is written.
    ['/%761/alerts', '', 401, 'credentials_missing'],
    ['/v1/alerts', 'wrong', 401, 'credentials_invalid'],
    ['/v1/alerts', 'finance-secret', 403, 'role_forbidden'],
    ['/v1/alerts/alt_00000000000000000000000000000000', 'analyst-secret', 404, 'alert_not_found'],
    ['/v1/alerts/1', 'analyst-secret', 404, 'alert_not_found'],
    ['/v1/alarms', 'analyst-secret', 404, 'route_not_found'],
    ['/v1/alerts?limit=0', 'analyst-secret', 422, 'field_invalid'],
    ['/v1/alerts?state=open', 'analyst-secret', 422, 'field_unknown'],
    ['/v1/alerts?sender_id=1', 'analyst-secret', 422, 'field_invalid'],
    ['/v1/alerts?cursor=nonsense', 'analyst-secret', 422, 'field_invalid'],
  ])('answers %s to "%s" with %d %s', async (path, token, status, code) => {
    const answer = await app.get(path, token);
    expect(problem.parse(answer.body)).toMatchObject({ status, code, instance: answer.headers.get('request-id') });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('pages through alerts from the newest on', async () => {
    const senders = Array.from({ length: 5 }, () => randomUUID());
    await stream(senders.map((senderId) => ({ senderId, minute: 0, amount: '9000000.00' })));
    await eventually(async () => {
      for (const senderId of senders) expect(await alertsOf(senderId)).toHaveLength(1);
    });
    const seen: string[] = [];
    for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 20; pages += 1) {
      const { body } = await app.get(`/v1/alerts?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = body as { data: AlertAnswer[]; has_more: boolean; next_cursor: string | null };
      expect(page.has_more).toBe(page.next_cursor !== null);
      seen.push(...page.data.map((alert) => alert.id));
      cursor = page.next_cursor;
    }
    const { rows } = await app.sql.query('SELECT FROM alert');
    expect(new Set(seen).size).toBe(rows.length);
    expect(seen).toHaveLength(rows.length);
  }, 30_000);

  it('describes itself without a token', async () => {
    const { status, body } = await app.get('/openapi.json', '');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/v1/alerts/{id}': { get: {} } } });
  });
});
