import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, hasCode, PaymentsProblem, UnknownAnswerError, type Problem } from './problem-error.js';
import { createPaymentsClient, idempotent, type PaymentsClient } from './payments-client.js';
import { NoAnswerError, type Patience } from './patient-fetch.js';

const patience: Patience = { tryTimeoutMs: 2_000, giveUpAfterMs: 20_000 };
const PAYMENT = { id: 'pay_1', status: 'success' };
const body = { sender_wallet_id: 'wal_a', recipient_wallet_id: 'wal_b', amount: 100, currency: 'RWF' } as const;

/** What the server does with a request: cuts it, breaks its answer off, says nothing, or answers. */
type Turn =
  'cut' | 'break off' | 'silence' | { status: number; body?: object | string; headers?: Record<string, string> };

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly at: number;
}

let server: Server | undefined;

async function answering(turns: Turn[], given: Patience = patience) {
  const seen: Seen[] = [];
  const started = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      const { authorization, 'idempotency-key': key } = request.headers;
      const sent = { method: request.method ?? '', url: request.url ?? '', authorization, body: text };
      seen.push({ ...sent, key: typeof key === 'string' ? key : undefined, at: performance.now() });
      const turn = turns.shift() ?? { status: 201, body: PAYMENT };
      if (turn === 'silence') return;
      if (turn === 'cut') request.socket.destroy();
      else if (turn === 'break off') {
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' }).write('{"id":');
        setTimeout(() => request.socket.destroy(), 20);
      } else {
        const { status, headers = {}, body: answered = PAYMENT } = turn;
        const type = status >= 400 ? 'application/problem+json' : 'application/json';
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(typeof answered === 'string' ? answered : JSON.stringify(answered));
      }
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  const client = createPaymentsClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'vf_test_x', patience: given });
  return { client, seen, port };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const problemOf = (code: Problem['code'], status: number, retryable: boolean): Problem => ({
  type: `urn:vendorflow:error:${code}`,
  title: 'title',
  status,
  detail: 'do this',
  instance: 'req_1',
  code,
  retryable,
});
const pay = (client: PaymentsClient) =>
  answerOf(client.POST('/v1/payments', { params: { header: idempotent('order-1') }, body }));
const register = (client: PaymentsClient) =>
  answerOf(client.POST('/v1/users', { body: { email: 'aline@example.com' } }));

describe('a call', () => {
  it('sends the key, the body and who asks', async () => {
    const { client, seen } = await answering([]);
    expect(await pay(client)).toEqual(PAYMENT);
    expect(seen).toMatchObject([
      { method: 'POST', url: '/v1/payments', key: 'order-1', authorization: 'Bearer vf_test_x' },
    ]);
    expect(JSON.parse(seen[0]!.body)).toEqual(body);
  });

  it('spells paths and queries as the service reads them', async () => {
    const { client, seen } = await answering([{ status: 200 }, { status: 200 }]);
    await client.GET('/v1/payments/{id}', {
      params: { path: { id: 'pay_1' }, query: { 'expand[]': ['sender_wallet', 'ledger_entries'] } },
    });
    expect(decodeURIComponent(seen[0]!.url)).toBe('/v1/payments/pay_1?expand[]=sender_wallet&expand[]=ledger_entries');
  });

  it('makes a new key where none is given', () => {
    expect(idempotent()).not.toEqual(idempotent());
    expect(idempotent('mine')).toEqual({ 'Idempotency-Key': 'mine' });
  });
});

describe('a request under a key', () => {
  it.each<[string, Turn]>([
    ['the connection is cut', 'cut'],
    ['the answer breaks off', 'break off'],
    ['too many ask', { status: 429, body: problemOf('rate_limited', 429, true) }],
    ['the service is busy', { status: 503, body: problemOf('overloaded', 503, true) }],
    ['the outcome is not known', { status: 503, body: problemOf('outcome_unknown', 503, true) }],
    ['the first try is still under way', { status: 409, body: problemOf('idempotency_key_in_use', 409, true) }],
    ['a proxy has no service behind it', { status: 502, body: '<html>Bad Gateway</html>' }],
  ])('is sent again when %s', async (_what, turn) => {
    const { client, seen } = await answering([turn, turn]);
    expect(await pay(client)).toEqual(PAYMENT);
    expect(seen.map(({ key }) => key)).toEqual(['order-1', 'order-1', 'order-1']);
    expect(new Set(seen.map((each) => each.body)).size).toBe(1);
  });

  it('is sent again when a try takes too long', async () => {
    const { client, seen } = await answering(['silence'], { ...patience, tryTimeoutMs: 200 });
    expect(await pay(client)).toEqual(PAYMENT);
    expect(seen).toHaveLength(2);
  });

  it('waits as long as it is told to', async () => {
    const busy = { status: 503, body: problemOf('overloaded', 503, true), headers: { 'retry-after': '1' } };
    const { client, seen } = await answering([busy]);
    await pay(client);
    expect(seen[1]!.at - seen[0]!.at).toBeGreaterThan(950);
  });

  it.each<[number, Problem['code']]>([
    [402, 'insufficient_funds'],
    [409, 'client_reference_taken'],
    [422, 'idempotency_key_reused'],
  ])('takes %s %s as its outcome', async (status, code) => {
    const { client, seen } = await answering([{ status, body: problemOf(code, status, false) }]);
    const refused = await pay(client).catch((err: unknown) => err);
    expect(refused).toBeInstanceOf(PaymentsProblem);
    expect([hasCode(refused, code), hasCode(refused, 'wallet_busy')]).toEqual([true, false]);
    expect(refused).toMatchObject({ status, message: `${code}: do this`, isReplay: false });
    expect(seen).toHaveLength(1);
  });

  it('tells a refusal that was given before', async () => {
    const refusal = { status: 402, body: problemOf('insufficient_funds', 402, false) };
    const { client } = await answering([{ ...refusal, headers: { 'idempotent-replayed': 'true' } }]);
    await expect(pay(client)).rejects.toMatchObject({ code: 'insufficient_funds', isReplay: true });
  });

  it('ends with the last answer when the patience ends', async () => {
    const busy = Array.from({ length: 50 }, () => ({ status: 503, body: problemOf('overloaded', 503, true) }));
    const { client, seen } = await answering(busy, { ...patience, giveUpAfterMs: 400 });
    await expect(pay(client)).rejects.toMatchObject({ code: 'overloaded' });
    expect(seen.length).toBeGreaterThan(1);
  });

  it('says that there was none when there never was one', async () => {
    const retries: string[] = [];
    const short = { tryTimeoutMs: 200, giveUpAfterMs: 500, onRetry: (why: string) => retries.push(why) };
    const { client } = await answering(
      Array.from({ length: 50 }, () => 'cut' as const),
      short,
    );
    await expect(pay(client)).rejects.toThrow(NoAnswerError);
    expect(retries.length).toBeGreaterThan(0);
  });

  it('stops when the caller stops', async () => {
    const { client, seen } = await answering(['silence', 'silence']);
    const stop = AbortSignal.timeout(100);
    const call = client.POST('/v1/payments', { params: { header: idempotent('order-1') }, body, signal: stop });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(seen).toHaveLength(1);
  });
});

describe('a request without a key', () => {
  it('is not sent again when nobody knows what became of it', async () => {
    const { client, seen } = await answering(['cut', { status: 201 }]);
    await expect(register(client)).rejects.toThrow(NoAnswerError);
    expect(seen).toHaveLength(1);
  });

  it('is sent again when the service says that nothing was done', async () => {
    const { client, seen } = await answering([{ status: 503, body: problemOf('stopping', 503, true) }]);
    expect(await register(client)).toEqual(PAYMENT);
    expect(seen).toHaveLength(2);
  });

  it('is sent again when there was nobody to take it', async () => {
    const { client, port } = await answering([]);
    const gone = server!;
    await new Promise((resolve) => gone.close(resolve));
    const call = register(client);
    await sleep(120);
    const back = createServer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(PAYMENT));
    });
    server = back;
    await new Promise<void>((resolve) => back.listen(port, '127.0.0.1', resolve));
    expect(await call).toEqual(PAYMENT);
  });

  it('is not sent again for a gateway’s word', async () => {
    const { client, seen } = await answering([{ status: 504, body: '<html>Gateway Timeout</html>' }]);
    await expect(register(client)).rejects.toThrow(UnknownAnswerError);
    expect(seen).toHaveLength(1);
  });

  it('is sent again when it reads', async () => {
    const { client, seen } = await answering(['cut', { status: 200 }]);
    expect(await answerOf(client.GET('/v1/users/{id}', { params: { path: { id: 'usr_1' } } }))).toEqual(PAYMENT);
    expect(seen).toHaveLength(2);
  });
});
