import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { captureSnapshot, captureSnapshots, captureStatus, captureStatuses, SNAPSHOT_ID_HEADER } from '@vf/contracts';
import { eventually, readTopic, type TestDatabase } from '@vf/testing';
import { z } from 'zod';
import { paymentsPipeline, type PaymentsPipeline } from './payments-pipeline.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { freePort, startWorker, type Settings, type WorkerProcess } from './worker-process.fixture.js';

let pipeline: PaymentsPipeline;
let prefix: string;
let payments: TestDatabase;
let settings: Settings;
let port: number;

const TOKENS = { operator: 'operator-token', reader: 'reader-token', analyst: 'analyst-token' };
const apiTokens = Object.entries(TOKENS)
  .map(([role, token]) => `${role}:${role}:${createHash('sha256').update(token).digest('hex')}`)
  .join(',');
const soon = { timeoutMs: 20_000, intervalMs: 100 };

beforeEach(async () => {
  port = await freePort();
  pipeline = await paymentsPipeline({ ADMIN_PORT: String(port), API_TOKENS: apiTokens });
  ({ prefix, payments, settings } = pipeline);
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly body?: string;
  readonly token?: string;
}

async function call(path: string, { method = 'GET', body, token = TOKENS.operator }: Call = {}) {
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}

const post = (path: string, body?: unknown) =>
  call(path, { method: 'POST', ...(body !== undefined && { body: JSON.stringify(body) }) });

async function codeOf(answering: ReturnType<typeof call>) {
  const { status, answer } = await answering;
  return [status, z.object({ code: z.string() }).parse(answer).code];
}

const statusOf = async () => captureStatus.parse((await call('/v1/capture/payments')).answer);

const insertPayments = (count: number) =>
  withClient(payments.url, (client) =>
    client.query(`INSERT INTO payments (id, sender_id, amount)
      SELECT gen_random_uuid(), gen_random_uuid(), n FROM generate_series(1, ${String(count)}) n`),
  );

const published = async () => (await readTopic(`${prefix}.public.payments`)).length;

async function streaming(worker: WorkerProcess) {
  await worker.ready();
  await eventually(async () => expect((await statusOf()).phase).toBe('streaming'), soon);
}

describe('the admin API', () => {
  it('shows how a pipeline fares', async () => {
    await using worker = await startWorker(settings);
    await streaming(worker);
    await insertPayments(3);
    await eventually(async () => expect((await statusOf()).last_change_at).not.toBeNull(), soon);
    const { answer } = await call('/v1/capture', { token: TOKENS.reader });
    expect(captureStatuses.parse(answer).data).toMatchObject([
      { name: 'payments', phase: 'streaming', epoch: 1, slot: { name: `${prefix}_payments` } },
    ]);
    await eventually(async () => {
      const position = await call('/v1/capture/payments/position');
      expect(position).toMatchObject({ status: 200, answer: { pipeline: 'payments', epoch: 1 } });
    }, soon);
    expect(await call('/v1/capture/payments/slot')).toMatchObject({
      status: 200,
      answer: { name: `${prefix}_payments`, active: true },
    });
    expect((await fetch(`http://127.0.0.1:${String(port)}/openapi.json`)).status).toBe(200);
  }, 60_000);

  it('holds changes back while paused and delivers them after', async () => {
    await using worker = await startWorker(settings);
    await streaming(worker);
    await insertPayments(2);
    await eventually(async () => expect(await published()).toBe(2), soon);
    expect(await post('/v1/capture/payments/pause')).toMatchObject({ status: 200, answer: { phase: 'paused' } });
    const before = await statusOf();
    await insertPayments(5);
    // The worker has read them, so nothing but the pause holds them back.
    await eventually(
      async () => expect((await statusOf()).queued_bytes).toBeGreaterThan(before.queued_bytes + 2_000),
      soon,
    );
    await eventually(async () => expect((await worker.get('/readyz'))?.body).toContain('paused by an operator'), soon);
    expect(await published()).toBe(2);
    expect((await statusOf()).totals.records).toBe(before.totals.records);
    expect(await call('/v1/capture/payments/slot')).toMatchObject({ answer: { active: true } });
    expect(await post('/v1/capture/payments/resume')).toMatchObject({ status: 200, answer: { phase: 'streaming' } });
    await eventually(async () => expect(await published()).toBe(7), soon);
    await worker.ready();
  }, 60_000);

  it('publishes a table again by request', async () => {
    await using worker = await startWorker(settings);
    await streaming(worker);
    await insertPayments(4);
    const tables = [{ schema: 'public', table: 'payments' }];
    const { status, answer } = await post('/v1/capture/payments/snapshots', { tables });
    expect(status).toBe(200);
    const { number } = captureSnapshot.parse(answer);
    await eventually(async () => {
      const { data } = captureSnapshots.parse((await call('/v1/capture/payments/snapshots')).answer);
      expect(data.find((snapshot) => snapshot.number === number)).toMatchObject({ state: 'done', rows_done: 4 });
    }, soon);
    const rows = (await readTopic(`${prefix}.public.payments`)).filter(({ headers }) => SNAPSHOT_ID_HEADER in headers);
    expect(rows).toHaveLength(4);
    const again = post(`/v1/capture/payments/snapshots/${String(number)}/pause`);
    expect(await codeOf(again)).toEqual([409, 'snapshot_state_conflict']);
  }, 60_000);

  it('refuses with stable codes and changes nothing', async () => {
    await using worker = await startWorker(settings);
    await streaming(worker);
    const ask = (body: unknown) => codeOf(post('/v1/capture/payments/snapshots', body));
    const path = '/v1/capture/payments';
    expect(await codeOf(call(path, { token: 'nobody' }))).toEqual([401, 'credentials_invalid']);
    expect(await codeOf(call(path, { token: TOKENS.analyst }))).toEqual([403, 'role_forbidden']);
    const byReader = call(`${path}/pause`, { method: 'POST', token: TOKENS.reader });
    expect(await codeOf(byReader)).toEqual([403, 'role_forbidden']);
    expect(await codeOf(call(path, { method: 'PUT' }))).toEqual([405, 'method_not_allowed']);
    expect(await codeOf(call('/v1/capture/none'))).toEqual([404, 'pipeline_not_found']);
    expect(await codeOf(call('/v1/none'))).toEqual([404, 'route_not_found']);
    const broken = call(`${path}/snapshots`, { method: 'POST', body: '{' });
    expect(await codeOf(broken)).toEqual([400, 'malformed_json']);
    expect(await ask({ tables: [] })).toEqual([422, 'field_invalid']);
    expect(await ask({ tables: 'all', more: 1 })).toEqual([422, 'field_unknown']);
    expect(await ask({ tables: [{ schema: 'public', table: 'none' }] })).toEqual([422, 'table_not_captured']);
    expect(await codeOf(post(`${path}/snapshots/99/stop`))).toEqual([404, 'snapshot_not_found']);
    const drop = (name: string) => codeOf(call(`${path}/slot?name=${name}`, { method: 'DELETE' }));
    expect(await drop(`${prefix}_payment`)).toEqual([409, 'slot_name_differs']);
    expect(await drop(`${prefix}_payments`)).toEqual([409, 'pipeline_not_paused']);
    expect(await codeOf(post(`${path}/slot`))).toEqual([409, 'pipeline_not_stopped']);
    expect(await statusOf()).toMatchObject({ phase: 'streaming', paused: false });
  }, 60_000);

  it('drops the slot of a paused pipeline, which stands still until it is given a new one', async () => {
    await using worker = await startWorker(settings);
    await streaming(worker);
    await post('/v1/capture/payments/pause');
    const dropped = await call(`/v1/capture/payments/slot?name=${prefix}_payments`, { method: 'DELETE' });
    expect(dropped).toMatchObject({ status: 200, answer: { dropped: true } });
    expect(await codeOf(call('/v1/capture/payments/slot'))).toEqual([404, 'slot_not_found']);
    expect(await statusOf()).toMatchObject({ phase: 'stopped', stop: { code: 'slot-missing' } });
    expect(await codeOf(post('/v1/capture/payments/resume'))).toEqual([409, 'pipeline_stopped']);
    await insertPayments(3);
    expect(await post('/v1/capture/payments/slot')).toMatchObject({ status: 200, answer: { stop: null, epoch: 2 } });
    await eventually(async () => expect(await statusOf()).toMatchObject({ phase: 'streaming', paused: false }), soon);
    await insertPayments(2);
    // A row may come twice, streamed and read.
    const keys = async () => new Set((await readTopic(`${prefix}.public.payments`)).map(({ key }) => key)).size;
    await eventually(async () => expect(await keys()).toBe(5), soon);
    await worker.ready();
    expect(await worker.kill('SIGTERM')).toBe(0);
  }, 60_000);
});
