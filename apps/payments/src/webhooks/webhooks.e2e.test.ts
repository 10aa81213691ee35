import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyWebhook } from '@vf/contracts';
import { deleteOldWebhookDeliveries, storeWebhookEvents } from '@vf/payments';
import { eventually } from '@vf/testing';
import { postWebhook } from './post-webhook.js';
import { eventOf, startWorker, TIMEOUT_MS, webhookWorld, type WebhookWorld } from './webhook-world.fixture.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
/** Runs TypeScript as it stands. */
const LOADER = ['--conditions=@vf/source', `--import=${here('../../../../tools/run-typescript.mjs')}`];

let world: WebhookWorld;

beforeAll(async () => {
  world = await webhookWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

/** Each test has the endpoints it made, and no others. */
afterEach(async () => {
  await world.service.admin.query('DELETE FROM webhook_endpoints');
});

const only = async (endpointId: string) => (await world.deliveries(endpointId))[0]!;
const settled = (endpointId: string, status: string) =>
  eventually(async () => {
    const delivery = await only(endpointId);
    expect(delivery).toMatchObject({ status });
    return delivery;
  });
const attempted = (endpointId: string, attempts: number) =>
  eventually(async () => {
    const delivery = await only(endpointId);
    expect(delivery['attempts']).toHaveLength(attempts);
    return delivery;
  });
const receivedAt = (path: string) => world.receiver.received.filter((each) => each.path === path);

describe('endpoints over HTTP', () => {
  it('show their secret once, and are listed without it', async () => {
    const { service } = world;
    const made = await service.ask('/v1/webhook-endpoints', { body: { url: 'https://shop.example.com/hook' } });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/webhook-endpoints/${String(made.body['id'])}`);
    expect(made.body).toMatchObject({ event_types: ['*'], is_enabled: true, secret: expect.stringMatching(/^whsec_/) });
    const read = await service.ask(`/v1/webhook-endpoints/${String(made.body['id'])}`);
    const listed = await service.ask('/v1/webhook-endpoints');
    expect(listed.body).toEqual({ object: 'list', data: [read.body], has_more: false, next_cursor: null });
    expect(listed.text).not.toContain('whsec_');
  });

  it('belong to the client that made them; to others they are not there', async () => {
    const { service } = world;
    const { id } = await world.endpoint('/ok');
    await world.occur();
    const delivery = String((await only(id))['id']);
    const key = await service.newKey('other');
    for (const [path, method, code] of [
      [`/v1/webhook-endpoints/${id}`, 'GET', 'webhook_endpoint_not_found'],
      [`/v1/webhook-endpoints/${id}`, 'DELETE', 'webhook_endpoint_not_found'],
      [`/v1/webhook-endpoints/${id}/deliveries`, 'GET', 'webhook_endpoint_not_found'],
      [`/v1/webhook-endpoints/${id}/rotate`, 'POST', 'webhook_endpoint_not_found'],
      [`/v1/webhook-endpoints/${id}/disable`, 'POST', 'webhook_endpoint_not_found'],
      [`/v1/webhook-deliveries/${delivery}/resend`, 'POST', 'webhook_delivery_not_found'],
    ] as const) {
      const answer = await service.ask(path, { method, key });
      expect([path, answer.status, answer.body['code']]).toEqual([path, 404, code]);
    }
    expect((await service.ask('/v1/webhook-endpoints', { key })).body['data']).toEqual([]);
    expect((await service.ask(`/v1/webhook-endpoints/${id}`)).body).toMatchObject({ is_enabled: true });
  });

  it('are refused for what nothing is sent to, without the scope, and beyond sixteen', async () => {
    const { service } = world;
    const make = (url: unknown, key = service.key) => service.ask('/v1/webhook-endpoints', { body: { url }, key });
    expect((await make('http://shop.example.com/')).body).toMatchObject({ code: 'webhook_url_refused', param: 'url' });
    expect((await make('https://169.254.169.254/')).body).toMatchObject({ code: 'webhook_url_refused' });
    expect((await make(7)).body).toMatchObject({ code: 'field_invalid', param: 'url' });
    const reader = await service.newKey('shop', ['webhooks:read']);
    expect((await make('https://shop.example.com/', reader)).body).toMatchObject({ code: 'scope_missing' });
    const many = await Promise.all(Array.from({ length: 20 }, () => make('https://shop.example.com/')));
    expect(many.map(({ status }) => status).sort()).toEqual([...Array<number>(16).fill(201), 409, 409, 409, 409]);
  });

  it('are deleted with their deliveries', async () => {
    const { id } = await world.endpoint('/ok');
    await world.occur();
    const gone = await world.service.ask(`/v1/webhook-endpoints/${id}`, { method: 'DELETE' });
    expect([gone.status, gone.body]).toEqual([200, { object: 'webhook_endpoint', id, deleted: true }]);
    expect((await world.service.admin.query('SELECT FROM webhook_deliveries')).rowCount).toBe(0);
  });
});

describe('events become deliveries', () => {
  it('once per event and endpoint, however often they are read', async () => {
    const { id } = await world.endpoint('/ok');
    await world.endpoint('/ok', ['wallet.frozen']);
    const events = [await clientEvent(), await clientEvent()];
    const store = () => world.db.transaction().execute((tx) => storeWebhookEvents(tx, events));
    expect(await store()).toBe(2);
    expect(await store()).toBe(0);
    expect(await world.deliveries(id)).toHaveLength(2);
  });

  it('not for an endpoint that was made later, is disabled, or of another client', async () => {
    const { id } = await world.endpoint('/ok');
    const store = async (at?: number) => {
      const event = await clientEvent(at);
      return world.db.transaction().execute((tx) => storeWebhookEvents(tx, [event]));
    };
    expect(await store(Date.now() - 60_000)).toBe(0);
    await world.service.ask(`/v1/webhook-endpoints/${id}/disable`, { method: 'POST' });
    expect(await store()).toBe(0);
    await world.service.ask(`/v1/webhook-endpoints/${id}/enable`, { method: 'POST' });
    expect(await store()).toBe(1);
    const foreign = eventOf(crypto.randomUUID());
    expect(await world.db.transaction().execute((tx) => storeWebhookEvents(tx, [foreign]))).toBe(0);
  });

  it('are deleted after thirty days, and never made again by a topic that is read anew', async () => {
    await world.endpoint('/ok');
    await world.service.admin.query("UPDATE webhook_endpoints SET created_at = now() - interval '90 days'");
    const old = await clientEvent(Date.now() - 29.9 * 86_400_000);
    const store = () => world.db.transaction().execute((tx) => storeWebhookEvents(tx, [old]));
    expect([await store(), await deleteOldWebhookDeliveries(world.db)]).toEqual([1, 0]);
    await world.service.admin.query("UPDATE webhook_deliveries SET occurred_at = now() - interval '30 days 1 second'");
    expect(await deleteOldWebhookDeliveries(world.db)).toBe(1);
    const older = { ...old, occurredAtMs: Date.now() - 30.1 * 86_400_000 };
    expect(await world.db.transaction().execute((tx) => storeWebhookEvents(tx, [older]))).toBe(0);
  });
});

async function clientEvent(occurredAtMs?: number) {
  const { rows } = await world.service.admin.query<{ id: string }>("SELECT id FROM api_clients WHERE name = 'shop'");
  return eventOf(rows[0]!.id, occurredAtMs);
}

describe('a delivery', () => {
  it('is signed by the endpoint’s secret, and by both while it is rotated', async () => {
    const { id, secret } = await world.endpoint('/ok?signed');
    const rotated = await world.service.ask(`/v1/webhook-endpoints/${id}/rotate`, { method: 'POST' });
    expect(rotated.body['previous_secret_expires_at']).not.toBeNull();
    await world.occur();
    await using _worker = startWorker(world.db);
    const delivery = await settled(id, 'delivered');
    expect(delivery['attempts']).toMatchObject([{ number: 1, status: 200, error: null, response_head: 'thanks' }]);
    const [request] = receivedAt('/ok?signed');
    const header = String(request?.headers['vendorflow-signature']);
    for (const each of [secret, String(rotated.body['secret'])])
      expect(verifyWebhook({ body: request!.body, header, secrets: [each] })).toMatchObject({ ok: true });
    await world.service.admin.query('UPDATE webhook_endpoints SET previous_secret_expires_at = now()');
    await world.occur();
    await eventually(() => expect(receivedAt('/ok?signed')).toHaveLength(2));
    const later = receivedAt('/ok?signed')[1]!;
    const signature = String(later.headers['vendorflow-signature']);
    expect(verifyWebhook({ body: later.body, header: signature, secrets: [secret] })).toMatchObject({ ok: false });
  });

  it.each([
    ['/500', { status: 500, error: null, response_head: 'out of order' }],
    ['/redirect', { status: 302, error: null }],
    ['/cut', { status: null, error: 'ECONNRESET' }],
  ])('to %s is tried again later, with the same bytes', async (path, attempt) => {
    const { id } = await world.endpoint(path);
    await world.occur();
    await using _worker = startWorker(world.db);
    const waiting = await attempted(id, 1);
    expect(waiting).toMatchObject({ status: 'pending', attempts: [attempt] });
    expect(Date.parse(String(waiting['next_attempt_at']))).toBeGreaterThan(Date.now() + 5_000);
    await world.makeDue();
    await attempted(id, 2);
    const [first, second] = receivedAt(path);
    expect(second?.body).toBe(first?.body);
    // A redirect leads nowhere.
    expect(world.receiver.received.filter(({ path: at }) => at === '/ok' && path === '/redirect')).toEqual([]);
  });

  it('keeps the first KiB of a long answer', async () => {
    const { id } = await world.endpoint('/big');
    await world.occur();
    await using _worker = startWorker(world.db);
    const delivery = await settled(id, 'delivered');
    expect(delivery['attempts']).toMatchObject([{ response_head: 'x'.repeat(1_024) }]);
  });

  it('is given up after its time, and sent again when it is asked for', async () => {
    const { id } = await world.endpoint('/500');
    await world.occur();
    await world.service.admin.query('UPDATE webhook_deliveries SET give_up_at = now()');
    await using _worker = startWorker(world.db);
    const failed = await settled(id, 'failed');
    expect(failed['next_attempt_at']).toBeNull();
    await world.service.admin.query('UPDATE webhook_endpoints SET url = $1', [world.receiver.url('/ok')]);
    const resent = await world.service.ask(`/v1/webhook-deliveries/${String(failed['id'])}/resend`, { method: 'POST' });
    expect(resent.body).toMatchObject({ status: 'pending', event_id: failed['event_id'] });
    expect((await settled(id, 'delivered'))['attempts']).toHaveLength(2);
  });

  it('is not sent while its endpoint is disabled', async () => {
    const { id } = await world.endpoint('/ok?disabled');
    await world.occur();
    await world.service.ask(`/v1/webhook-endpoints/${id}/disable`, { method: 'POST' });
    const { id: other } = await world.endpoint('/ok');
    await world.occur();
    await using _worker = startWorker(world.db);
    await settled(other, 'delivered');
    expect(receivedAt('/ok?disabled')).toEqual([]);
    await world.service.ask(`/v1/webhook-endpoints/${id}/enable`, { method: 'POST' });
    await settled(id, 'delivered');
  });

  it('to a name that leads to this machine is refused when that is not allowed', async () => {
    const { id } = await world.endpoint('/ok?refused');
    await world.occur();
    const post = (url: string, addresses: string[] = []) =>
      postWebhook(
        { id, endpointId: id, url, body: '{}', secrets: ['s'], attempt: 1, failures: 0, giveUpAtMs: 0 },
        {
          allowLoopback: false,
          allowPrivate: false,
          timeoutMs: TIMEOUT_MS,
          resolve: (_name, _options, found) =>
            found(
              null,
              addresses.map((address) => ({ address, family: 4 })),
            ),
        },
      );
    const refused = { status: null, error: 'address_refused' };
    expect(await post(world.receiver.url('/ok?refused'))).toMatchObject(refused);
    // Names that pass by their looks, and one bad address is enough.
    expect(await post('https://shop.example.com/', ['127.0.0.1'])).toMatchObject(refused);
    expect(await post('https://shop.example.com/', ['93.184.216.34', '169.254.169.254'])).toMatchObject(refused);
    expect(await post('https://shop.example.com/')).toMatchObject(refused);
    expect(receivedAt('/ok?refused')).toEqual([]);
  });
});

describe('workers', () => {
  it('let no slow endpoint hold the others, and keep to its limit together', async () => {
    const slow = await world.endpoint('/held');
    const { id } = await world.endpoint('/ok?fast');
    await world.occur(20);
    await using first = startWorker(world.db);
    await using second = startWorker(world.db);
    await eventually(async () => {
      const done = (await world.deliveries(id)).filter(({ status }) => status === 'delivered');
      expect(done).toHaveLength(20);
    });
    expect(new Set(receivedAt('/ok?fast').map(({ body }) => body)).size).toBe(20);
    expect(receivedAt('/ok?fast')).toHaveLength(20);
    await eventually(async () => {
      const late = (await world.deliveries(slow.id)).flatMap((delivery) => delivery['attempts'] as { error: string }[]);
      expect(late.length).toBeGreaterThanOrEqual(4);
      expect(new Set(late.map(({ error }) => error))).toEqual(new Set(['timeout']));
    });
    expect(world.receiver.mostOpen('/held')).toBeLessThanOrEqual(2);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('finish what is under way before they stop, and begin nothing more', async () => {
    const { id } = await world.endpoint('/held');
    await world.occur(3);
    const before = receivedAt('/held').length;
    const worker = startWorker(world.db);
    await eventually(() => expect(receivedAt('/held').length).toBe(before + 2));
    await worker.stop();
    const attempts = (await world.deliveries(id)).map((delivery) => (delivery['attempts'] as unknown[]).length);
    expect(attempts.sort()).toEqual([0, 1, 1]);
    expect(
      (await world.service.admin.query('SELECT FROM webhook_deliveries WHERE claimed_until > now()')).rowCount,
    ).toBe(0);
  });

  it('take up what a killed one had under way: at least once, never lost', async () => {
    const { id } = await world.endpoint('/held');
    await world.occur();
    const before = receivedAt('/held').length;
    const claimMs = 1_500;
    const url = world.service.db.urlFor('payments_service');
    const child = spawn(process.execPath, [...LOADER, here('worker-process.fixture.ts'), url, String(claimMs)], {
      stdio: 'ignore',
    });
    await eventually(() => expect(receivedAt('/held').length).toBe(before + 1), { timeoutMs: 20_000 });
    child.kill('SIGKILL');
    world.receiver.release();
    expect(await only(id)).toMatchObject({ status: 'pending', attempts: [] });
    await using _worker = startWorker(world.db);
    const delivery = await settled(id, 'delivered');
    expect(delivery['attempts']).toMatchObject([{ number: 2, status: 200 }]);
    expect(
      new Set(
        receivedAt('/held')
          .slice(before)
          .map(({ body }) => body),
      ).size,
    ).toBe(1);
  });
});
