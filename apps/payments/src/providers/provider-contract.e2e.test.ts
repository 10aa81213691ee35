/** What every adapter must do, run for each over its sandbox. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LookUpOutcome, Movement, MovementKind, PaymentProvider } from '@vf/payments';
import type { RunningSandbox } from '@vf/sandboxes';
import { eventually } from '@vf/testing';
import { movementOf, sandboxedProviders } from './sandboxed-providers.fixture.js';

const kinds: readonly MovementKind[] = ['top_up', 'payout'];
const times = { settleMs: 30, lateMs: 700 };
const INSUFFICIENT = 4001;
const UNKNOWN_ACCOUNT = 4002;
const REFUSED = 4003;
const OVER_LIMIT = 4004;
const NEVER_ANSWERED = 5001;
const ANSWERED_LATE = 5002;
const CUT = 5003;
const BROKEN = 5004;
const BUSY = 5005;
const LEFT_PENDING = 6006;

/** Where nobody listens. A low port would not do: fetch refuses those by itself. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Asks until the provider gives a final word. */
const finalWord = (adapter: PaymentProvider, movement: Movement) =>
  eventually(async () => {
    const outcome: LookUpOutcome = await adapter.lookUp(movement);
    if (outcome.kind === 'accepted' || outcome.kind === 'unknown') throw new Error(`still ${outcome.kind}`);
    return outcome;
  });

describe.each(sandboxedProviders)('$name', (provider) => {
  let sandbox: RunningSandbox;
  let adapter: PaymentProvider;
  beforeAll(async () => {
    sandbox = await provider.start({ times });
    adapter = provider.adapter(sandbox.url);
  });
  afterAll(() => sandbox.close());

  const kept = ({ id }: Movement) => sandbox.movements().filter((each) => each.id === provider.keptAs(id));

  describe.each(kinds)('%s', (kind) => {
    it('moves the money once, of the amount and party asked', async () => {
      const movement = movementOf(provider, kind, 1_500);
      expect(['accepted', 'succeeded']).toContain((await adapter.submit(movement)).kind);
      const word = await finalWord(adapter, movement);
      expect(word.kind).toBe('succeeded');
      expect(kept(movement)).toHaveLength(1);
      expect(kept(movement)[0]).toMatchObject({ kind, amount: 1_500, submissions: 1, state: 'succeeded' });
      expect(provider.party[kind]).toContain(kept(movement)[0]?.party);
    });

    it.each([
      [INSUFFICIENT, 'provider_insufficient_funds'],
      [UNKNOWN_ACCOUNT, 'provider_account_not_found'],
      [REFUSED, 'provider_not_approved'],
      [OVER_LIMIT, 'provider_limit_exceeded'],
    ])('of %i is declined as %s', async (francs, reason) => {
      const movement = movementOf(provider, kind, francs);
      const submitted = await adapter.submit(movement);
      const word = submitted.kind === 'declined' ? submitted : await finalWord(adapter, movement);
      expect(word).toMatchObject({ kind: 'declined', reason });
    });

    it.each([NEVER_ANSWERED, ANSWERED_LATE, BROKEN])('of %i is unknown first, and found by asking', async (francs) => {
      const movement = movementOf(provider, kind, francs);
      expect((await adapter.submit(movement)).kind).toBe('unknown');
      expect((await finalWord(adapter, movement)).kind).toBe('succeeded');
      expect(kept(movement)).toHaveLength(1);
    });

    it('that never got there is unknown first, and not found by asking', async () => {
      const movement = movementOf(provider, kind, CUT);
      expect((await adapter.submit(movement)).kind).toBe('unknown');
      expect(await adapter.lookUp(movement)).toEqual({ kind: 'not_found' });
      expect(kept(movement)).toEqual([]);
    });

    it('that was turned away was not submitted', async () => {
      const movement = movementOf(provider, kind, BUSY);
      expect((await adapter.submit(movement)).kind).toBe('not_submitted');
      expect(kept(movement)).toEqual([]);
    });

    it('submitted twice moves the money once', async () => {
      const movement = movementOf(provider, kind, 700);
      await adapter.submit(movement);
      expect(['accepted', 'succeeded', 'unknown']).toContain((await adapter.submit(movement)).kind);
      expect((await finalWord(adapter, movement)).kind).toBe('succeeded');
      expect(kept(movement)).toHaveLength(1);
    });

    it('is not submitted where nobody listens, or the credentials are wrong', async () => {
      const movement = movementOf(provider, kind, 700);
      const nowhere = provider.adapter(await closedPort());
      expect((await nowhere.submit(movement)).kind).toBe('not_submitted');
      expect((await nowhere.lookUp(movement)).kind).toBe('unknown');
      const stranger = provider.adapter(sandbox.url, { key: 'wrong' });
      expect((await stranger.submit(movement)).kind).toBe('not_submitted');
      expect((await stranger.lookUp(movement)).kind).toBe('unknown');
      expect(kept(movement)).toEqual([]);
    });
  });

  it('takes back what still waits for the customer, or says that it can not', async () => {
    const movement = movementOf(provider, 'top_up', LEFT_PENDING);
    const submitted = await adapter.submit(movement);
    expect(submitted.kind).toBe('accepted');
    expect(adapter.cancel !== undefined).toBe(provider.canCancel);
    const { providerId = null } = submitted as { providerId?: string | null };
    const word = await adapter.cancel?.({ ...movement, providerId });
    if (provider.canCancel) expect(word).toMatchObject({ kind: 'declined', reason: 'provider_not_approved' });
  });

  it('knows its own callbacks, and what they are about', () => {
    const { id } = movementOf(provider, 'top_up', 1);
    expect(adapter.readCallback(provider.callback(id))).toMatchObject({ kind: 'about', movementId: id });
  });

  it('refuses callbacks that somebody else signed, or changed on the way', () => {
    const { id } = movementOf(provider, 'top_up', 1);
    const forged = adapter.readCallback(provider.callback(id, 'another key'));
    const { body, headers } = provider.callback(id);
    const changed = adapter.readCallback({ headers, body: body.replace(/SUCC|Paid|succ/, 'FAIL') });
    // MTN signs nothing; there a callback is only ever a reason to ask.
    const expected = provider.name === 'mtn_momo' ? 'about' : 'forged';
    expect([forged.kind, changed.kind]).toEqual([expected, expected]);
    expect(['forged', 'unreadable']).toContain(adapter.readCallback({ headers: {}, body: 'nonsense' }).kind);
  });

  it('takes its own kind of party only', () => {
    for (const kind of kinds) expect(adapter.acceptsParty(kind, provider.party[kind])).toBe(true);
    expect(adapter.acceptsParty('top_up', "x' OR 1")).toBe(false);
  });
});

/** Answers that no provider should give, and some do. */
describe.each(sandboxedProviders)('$name before something else', (provider) => {
  let server: Server;
  let reply: { status: number; body: string; headers?: Record<string, string> };
  let requests = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url?.includes('token')) {
        response.end(JSON.stringify({ access_token: 't', expires_in: 3_600 }));
        return;
      }
      requests += 1;
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it.each([
    ['a page of a proxy', { status: 200, body: '<html>' }],
    ['an empty answer', { status: 200, body: '' }],
    ['JSON of another shape', { status: 200, body: '{"status":"DONE"}' }],
    ['null', { status: 200, body: 'null' }],
    ['an answer without end', { status: 200, body: `"${'x'.repeat(2 ** 20)}"` }],
    ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
    ['a conflict of its own', { status: 503, body: '{"message":"busy"}' }],
    ['a gateway’s 504', { status: 504, body: '' }],
  ])('neither throws, fails nor repeats at %s', async (_what, answer) => {
    reply = answer;
    const adapter = provider.adapter(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (const kind of kinds) {
      const movement = movementOf(provider, kind, 700);
      requests = 0;
      const submitted = await adapter.submit(movement);
      expect(submitted.kind).toBe('unknown');
      expect(requests).toBe(1);
      expect((await adapter.lookUp(movement)).kind).toBe('unknown');
    }
  });
});
