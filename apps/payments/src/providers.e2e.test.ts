/** Top-ups and payouts by provider over HTTP, callbacks, and a process killed between submission and settlement. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '@vf/testing';
import { sandboxes } from './providers/running-sandboxes.fixture.js';
import { sandboxedProviders, type SandboxedProvider } from './providers/sandboxed-providers.fixture.js';
import { freePort, RunningService, type Ask } from './running-service.fixture.js';

const [stripe, momo, airtel] = sandboxedProviders as [SandboxedProvider, SandboxedProvider, SandboxedProvider];
const FUNDS = 50_000;

describe('top-ups and payouts by provider', () => {
  let service: RunningService;
  let providers: Awaited<ReturnType<typeof sandboxes>>;
  beforeAll(async () => {
    const port = await freePort();
    providers = await sandboxes(port);
    service = await RunningService.start({ ...providers.settings, HTTP_PORT: port, PROVIDER_TIMEOUT_MS: 500 });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await providers.close();
  });

  const topUp = (wallet: string, provider: SandboxedProvider, amount: number, asked: Ask = {}) =>
    service.ask(`/v1/wallets/${wallet}/top-ups`, {
      idempotencyKey: crypto.randomUUID(),
      body: { amount, currency: 'RWF', provider: provider.name, source: provider.party.top_up },
      ...asked,
    });
  const payout = (wallet: string, provider: SandboxedProvider, amount: number, asked: Ask = {}) =>
    service.ask(`/v1/wallets/${wallet}/payouts`, {
      idempotencyKey: crypto.randomUUID(),
      body: { amount, currency: 'RWF', provider: provider.name, destination: provider.party.payout },
      ...asked,
    });
  const statusOf = async (id: unknown) => (await service.ask(`/v1/payments/${String(id)}`)).body['status'];

  it('answers 201 for what is settled at once, and the retry gets the same', async () => {
    const wallet = await service.wallet(0);
    const idempotencyKey = crypto.randomUUID();
    const body = { amount: 700, currency: 'RWF', provider: 'stripe', source: 'pm_card_visa' };
    const first = await topUp(wallet, stripe, 700, { idempotencyKey, body });
    expect(first).toMatchObject({ status: 201, body: { status: 'success', provider: 'stripe', amount: 700 } });
    expect(first.headers.get('location')).toBe(`/v1/payments/${String(first.body['id'])}`);
    expect(first.headers.get('vendorflow-position')).toMatch(/^system_id=/);
    const again = await topUp(wallet, stripe, 700, { idempotencyKey, body });
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await service.balance(wallet)).toBe(700);
    expect(await topUp(wallet, stripe, 701, { idempotencyKey, body: { ...body, amount: 701 } })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it.each([momo, airtel])('answers 202 while $name decides, and the payment ends by itself', async (provider) => {
    const wallet = await service.wallet(FUNDS);
    const incoming = await topUp(wallet, provider, 900);
    expect(incoming).toMatchObject({ status: 202, body: { status: 'processing' } });
    await eventually(async () => expect(await statusOf(incoming.body['id'])).toBe('success'));
    const outgoing = await payout(wallet, provider, 400);
    expect([201, 202]).toContain(outgoing.status);
    await eventually(async () => expect(await service.balance(wallet)).toBe(FUNDS + 900 - 400));
  });

  it('answers 402 with the reason for what is declined, now and to the retry, and moves nothing', async () => {
    const wallet = await service.wallet(FUNDS);
    const idempotencyKey = crypto.randomUUID();
    const problem = { status: 402, body: { code: 'provider_insufficient_funds', retryable: false } };
    expect(await payout(wallet, airtel, 4001, { idempotencyKey })).toMatchObject(problem);
    expect(await payout(wallet, airtel, 4001, { idempotencyKey })).toMatchObject(problem);
    expect(await topUp(wallet, stripe, 4003)).toMatchObject({ status: 402, body: { code: 'provider_not_approved' } });
    const { body } = await service.ask(`/v1/wallets/${wallet}`);
    expect(body).toMatchObject({ balance: FUNDS, available: FUNDS });
  });

  it('answers 502 and Retry-After for what was not submitted', async () => {
    const answer = await payout(await service.wallet(FUNDS), momo, 5005);
    expect(answer).toMatchObject({ status: 502, body: { code: 'provider_not_submitted', retryable: true } });
    expect(answer.headers.get('retry-after')).not.toBeNull();
  });

  it('asks no provider for what the wallet does not hold', async () => {
    const before = providers.forMomo.movements().length;
    const answer = await payout(await service.wallet(100), momo, 101);
    expect(answer).toMatchObject({ status: 402, body: { code: 'insufficient_funds', param: 'amount' } });
    expect(providers.forMomo.movements()).toHaveLength(before);
  });

  it('refuses a party that the provider does not take, other clients’ wallets, and keys without the right', async () => {
    const wallet = await service.wallet(FUNDS);
    const body = { amount: 1, currency: 'RWF', provider: 'stripe', destination: '+250788000001' };
    expect(await payout(wallet, stripe, 1, { body })).toMatchObject({
      status: 422,
      body: { code: 'field_invalid', param: 'destination' },
    });
    const other = await service.newKey('another shop');
    expect(await payout(wallet, momo, 1, { key: other })).toMatchObject({ status: 404 });
    const recorder = await service.newKey('recorder', ['top_ups:write']);
    expect(await topUp(wallet, momo, 1, { key: recorder })).toMatchObject({ status: 403 });
    expect(await payout(wallet, momo, 1, { key: recorder })).toMatchObject({ status: 403 });
  });

  describe('callbacks', () => {
    const callBack = (provider: string, asked: { headers: Record<string, string>; body: string }, method = 'POST') =>
      fetch(`${service.url}/v1/providers/${provider}/callbacks`, {
        method,
        body: asked.body,
        headers: { 'content-type': 'application/json', ...asked.headers },
      });
    const kept = async () => Number((await service.admin.query('SELECT FROM provider_callbacks')).rowCount);
    const movementId = async (payment: unknown) => {
      const id = String(payment).slice('pay_'.length);
      const { rows } = await service.admin.query<{ id: string }>(
        'SELECT id FROM provider_movements WHERE payment_id = $1',
        [id],
      );
      return rows[0]?.id ?? '';
    };

    it.each([stripe, airtel])('signed by somebody else than $name are refused and not kept', async (provider) => {
      const done = await topUp(await service.wallet(0), provider, 6004);
      const id = await movementId(done.body['id']);
      const before = await kept();
      const answer = await callBack(provider.name, provider.callback(id, 'another key'));
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'callback_forged' }]);
      expect(await kept()).toBe(before);
    });

    it('are kept once however often they come, byte for byte, and need no API key', async () => {
      const done = await topUp(await service.wallet(0), airtel, 6004);
      const id = await movementId(done.body['id']);
      const callback = airtel.callback(id);
      for (let n = 0; n < 3; n += 1) expect((await callBack('airtel', callback)).status).toBe(200);
      const { rows } = await service.admin.query(
        'SELECT body, deliveries FROM provider_callbacks WHERE movement_id = $1',
        [id],
      );
      expect(rows).toEqual([{ body: callback.body, deliveries: 3 }]);
    });

    it('that lie settle nothing: the provider is asked', async () => {
      const wallet = await service.wallet(0);
      const done = await topUp(wallet, momo, 6006);
      const callback = momo.callback(await movementId(done.body['id']));
      expect((await callBack('mtn_momo', callback, 'PUT')).status).toBe(200);
      await eventually(async () => {
        const { rows } = await service.admin.query('SELECT FROM provider_callbacks WHERE handled_at IS NULL');
        expect(rows).toEqual([]);
      });
      expect(await statusOf(done.body['id'])).toBe('processing');
      expect(await service.balance(wallet)).toBe(0);
    });

    it('about nothing of ours, of no provider, or of no form leave nothing', async () => {
      const before = await kept();
      expect((await callBack('mtn_momo', momo.callback(crypto.randomUUID()))).status).toBe(200);
      expect((await callBack('paypal', momo.callback(crypto.randomUUID()))).status).toBe(404);
      expect((await callBack('mtn_momo', { headers: {}, body: 'nonsense' })).status).toBe(400);
      expect(await kept()).toBe(before);
    });
  });
});

describe('a process killed between submission and settlement', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function start(env: Record<string, string>) {
    const ops = await freePort();
    const child = spawn(process.execPath, [`${root}/apps/payments/dist/main.js`], {
      env: { ...env, OPS_PORT: String(ops) },
      stdio: 'ignore',
    });
    children.push(child);
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${ops}/readyz`)).status).toBe(200));
    return child;
  }

  it('leaves a movement that the next process finds and settles, and nobody submits again', async () => {
    const built = spawnSync(process.execPath, [
      `${root}/node_modules/.bin/tsc`,
      '-b',
      `${root}/apps/payments/tsconfig.lib.json`,
    ]);
    expect(built.status).toBe(0);
    const port = await freePort();
    const { settings, forMomo, close } = await sandboxes(port);
    await using service = await RunningService.start({ ...settings, PROVIDER_POLL_MS: 60_000 });
    const wallet = await service.wallet(FUNDS);
    const env = {
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
      DATABASE_URL: service.db.urlFor('payments_service'),
      HTTP_PORT: String(port),
      // The first process waits for its answer until it is killed; the movement is free for others a little later.
      PROVIDER_TIMEOUT_MS: '100',
    };
    const first = await start({ ...env, PROVIDER_TIMEOUT_MS: '20000' });
    const idempotencyKey = crypto.randomUUID();
    // The sandbox takes it and never answers, and never calls back: only asking can tell.
    const ask = (url: string) =>
      fetch(`${url}/v1/wallets/${wallet}/payouts`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${service.key}`,
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
        },
        body: JSON.stringify({ amount: 5001, currency: 'RWF', provider: 'mtn_momo', destination: '+250788000009' }),
      });
    const cut = ask(`http://127.0.0.1:${port}`).catch(() => 'cut');
    await eventually(() => expect(forMomo.movements()).toHaveLength(1));
    first.kill('SIGKILL');
    await Promise.all([once(first, 'exit'), cut]);
    const { rows } = await service.admin.query('SELECT state, settled_at FROM provider_movements');
    expect(rows).toEqual([{ state: 'submitting', settled_at: null }]);
    // What the lease of the dead process would have made us wait for.
    await service.admin.query('UPDATE provider_movements SET next_check_at = now()');
    await start(env);
    await eventually(async () => expect(await service.balance(wallet)).toBe(FUNDS - 5001));
    const retry = await ask(`http://127.0.0.1:${port}`);
    expect([retry.status, await retry.json()]).toMatchObject([201, { status: 'success' }]);
    expect(forMomo.movements()).toMatchObject([{ submissions: 1, state: 'succeeded' }]);
    await close();
  });
});
