import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { uuidOfWireId } from '@vf/money';
import { bookFaults, cuttingProxy, eventually } from '@vf/testing';
import pg from 'pg';
import { freePort, RunningService, type Answer } from './running-service.fixture.js';

const LIMIT_MS = 60_000;
const START_LIMIT_MS = 30_000;

/** The service in a process of its own over this database; one slot, so that what waits is one batch. */
async function serviceProcess(databaseUrl: string) {
  const loader = join(import.meta.dirname, '../../../tools/run-typescript.mjs');
  const program = join(import.meta.dirname, 'service-process.fixture.ts');
  const opsPort = await freePort();
  const settings = { POSTING_SLOTS: '1', HOLD_EXPIRY_INTERVAL_MS: '3600000', OPS_PORT: String(opsPort) };
  const child = spawn(process.execPath, ['--conditions=@vf/source', `--import=${loader}`, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings, DATABASE_URL: databaseUrl },
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = Promise.withResolvers<string>();
  child.stdout.on('data', (bytes: Buffer) => {
    const told = /listening (\S+)/.exec(bytes.toString())?.[1];
    if (told) url.resolve(told);
  });
  const timer = setTimeout(() => url.reject(new Error('the process does not listen')), START_LIMIT_MS);
  const kill = () => child.kill('SIGKILL');
  try {
    const metrics = `http://127.0.0.1:${opsPort}/metrics`;
    return { url: await url.promise, metrics, kill, gone, [Symbol.asyncDispose]: () => (kill(), gone) };
  } catch (err) {
    kill();
    throw err;
  } finally {
    clearTimeout(timer);
  }
}

interface Doomed {
  readonly path: string;
  readonly body: object;
  readonly idempotencyKey: string;
}

/** One of every operation of the API that takes a key, on things that are ready for it. */
async function everyOperation(service: RunningService) {
  const [from, to] = [await service.wallet(10_000), await service.wallet(0, service.key, 'vendor')];
  const frozen = await service.wallet(0);
  const order = { sender_wallet_id: from, recipient_wallet_id: to, amount: 100, currency: 'RWF' };
  const made = async (over: object = {}) =>
    String((await service.post('/v1/payments', { ...order, ...over })).body['id']);
  const [paid, held, over] = [await made(), await made({ capture: 'manual' }), await made({ capture: 'manual' })];
  const legs = [1, 2].map((amount) => ({ recipient_wallet_id: to, amount }));
  const why = { reason: 'looked odd', actor: 'analyst' };
  const asked: readonly (readonly [string, object])[] = [
    ['/v1/payments', order],
    ['/v1/payments', { ...order, capture: 'manual' }],
    ['/v1/payments', { ...order, amount: 1_000_000 }],
    ['/v1/checkouts', { sender_wallet_id: from, currency: 'RWF', legs }],
    [`/v1/wallets/${from}/top-ups`, { amount: 7, currency: 'RWF', provider: 'airtel' }],
    [`/v1/payments/${held}/capture`, { amount: 60 }],
    [`/v1/payments/${over}/void`, {}],
    [`/v1/payments/${paid}/refunds`, { amount: 30 }],
    [`/v1/wallets/${frozen}/freeze`, why],
  ];
  const operations = asked.map(([path, body]): Doomed => ({ path, body, idempotencyKey: crypto.randomUUID() }));
  return { first: { path: '/v1/payments', body: order, idempotencyKey: crypto.randomUUID() }, from, operations };
}

const statuses = [201, 201, 402, 201, 201, 200, 200, 201, 200];

/** Requests of the process that wait for its slot. */
async function queuedIn(metrics: string): Promise<number> {
  const text = await (await fetch(metrics)).text();
  return Number(/^vf_posting_queued(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1]);
}

async function waitingForLocks({ admin }: RunningService): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows[0]?.n ?? 0;
}

/** Holds the wallet's row until it is let go. */
async function lockWallet(service: RunningService, wallet: string) {
  const holder = new pg.Client(service.db.url);
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM wallets WHERE id = $1 FOR UPDATE', [uuidOfWireId('wal', wallet)]);
  return () => holder.end();
}

/** What the first caller never heard. */
const lost = (url: string, key: string, { path, body, idempotencyKey }: Doomed) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  }).then(
    (answer) => answer.status,
    () => 'lost',
  );

describe('a process that is killed', () => {
  it.each([
    ['before', 'nothing was done, and the retry does it'],
    ['after', 'all was done, and the retry is told so'],
  ] as const)(
    '%s COMMIT, with every operation in its batch: %s',
    async (cut, _what) => {
      await using service = await RunningService.start();
      await using proxy = await cuttingProxy(service.db.urlFor('payments_service'));
      await using child = await serviceProcess(proxy.url);
      const { first, from, operations } = await everyOperation(service);
      const retry = ({ path, ...asked }: Doomed): Promise<Answer> => service.ask(path, asked);
      // The first one holds the slot until the others wait for it, so that they are one batch.
      const letGo = await lockWallet(service, from);
      proxy.cutNextCommit(cut, { after: 1, onCut: child.kill });
      const answers = [lost(child.url, service.key, first)];
      await eventually(async () => expect(await waitingForLocks(service)).toBe(1), { intervalMs: 10 });
      answers.push(...operations.map((each) => lost(child.url, service.key, each)));
      await eventually(async () => expect(await queuedIn(child.metrics)).toBe(operations.length), { intervalMs: 10 });
      const before = await service.count('idempotency_keys');
      await letGo();
      expect(await Promise.all(answers)).toEqual([201, ...operations.map(() => 'lost')]);
      await child.gone;
      const left = await service.count('idempotency_keys');
      expect(left - before).toBe(cut === 'before' ? 1 : 1 + operations.length);

      const told = await Promise.all(operations.map(retry));
      expect(told.map(({ status }) => status)).toEqual(statuses);
      const wasReplayed = (answer: Answer) => answer.headers.get('idempotent-replayed') === 'true';
      expect(told.map(wasReplayed)).toEqual(operations.map(() => cut === 'after'));
      const again = await Promise.all(operations.map(retry));
      expect(again.map(({ text }) => text)).toEqual(told.map(({ text }) => text));
      expect(again.map(wasReplayed)).toEqual(operations.map(() => true));
      expect(await bookFaults(service.admin)).toEqual([]);
    },
    LIMIT_MS,
  );
});
