/** The whole service over a database of its own, and a client that speaks to it by HTTP. */
import { createServer } from 'node:net';
import { migrate } from '@vf/migrations';
import {
  addApiKey,
  hashOfApiKey,
  hintOfApiKey,
  migrationsDirectory,
  newApiKey,
  openDatabase,
  ownScopes,
  scopes,
  type Scope,
} from '@vf/payments';
import { createPaymentsClient, type PaymentsClient } from '@vf/payments-client';
import { silentLog } from '@vf/platform';
import { eventually, templateDatabase, type TestDatabase } from '@vf/testing';
import pg from 'pg';
import { paymentsConfig, type PaymentsConfig } from './config.js';
import { createPaymentsService } from './payments-service.js';

const vendorflow = templateDatabase({
  name: 'payments_app',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

/** A client's own, and the word that money has come: fixtures have no provider. */
export const clientScopes: readonly Scope[] = [...ownScopes, 'top_ups:write'];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly key?: string | null;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class RunningService {
  private constructor(
    readonly db: TestDatabase,
    readonly admin: pg.Client,
    readonly url: string,
    readonly opsPort: number,
    private readonly stopParts: () => Promise<void>,
  ) {}

  /** The key used where a request names none; has every scope. */
  key = '';

  static async start(over: Partial<PaymentsConfig> = {}, databaseUrl?: (db: TestDatabase) => string) {
    const db = await vendorflow.create();
    const admin = new pg.Client(db.url);
    await admin.connect();
    const started = await startService({ DATABASE_URL: databaseUrl?.(db) ?? db.urlFor('payments_service'), ...over });
    const running = new RunningService(db, admin, started.url, started.opsPort, started.stop);
    running.key = await running.newKey('shop');
    return running;
  }

  /** A key of the client of that name. */
  async newKey(clientName: string, allowed: readonly Scope[] = scopes, expiresAt: Date | null = null): Promise<string> {
    const key = newApiKey('test');
    const store = openDatabase({ connectionString: this.db.urlFor('payments_service'), maxConnections: 1 });
    await addApiKey(store, {
      clientName,
      keyHash: hashOfApiKey(key),
      hint: hintOfApiKey(key),
      scopes: allowed,
      expiresAt,
      reason: 'a test',
    });
    await store.destroy();
    return key;
  }

  /** The typed client of the workspace, with a key of this service. */
  client(apiKey = this.key): PaymentsClient {
    return createPaymentsClient({ baseUrl: this.url, apiKey });
  }

  async ask(path: string, asked: Ask = {}): Promise<Answer> {
    const key = asked.key === undefined ? this.key : asked.key;
    const response = await fetch(`${this.url}${path}`, {
      method: asked.method ?? (asked.body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(asked.idempotencyKey === undefined ? {} : { 'idempotency-key': asked.idempotencyKey }),
        ...asked.headers,
      },
      ...(asked.body === undefined
        ? {}
        : { body: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body) }),
    });
    const text = await response.text();
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: response.status, headers: response.headers, body, text };
  }

  /** A key of a new client that pays this fee. */
  async keyWithFee(feeBasisPoints: number): Promise<string> {
    const key = newApiKey('test');
    const store = openDatabase({ connectionString: this.db.urlFor('payments_service'), maxConnections: 1 });
    await addApiKey(store, {
      clientName: crypto.randomUUID(),
      keyHash: hashOfApiKey(key),
      hint: hintOfApiKey(key),
      scopes,
      expiresAt: null,
      feeBasisPoints,
      reason: 'a test',
    });
    await store.destroy();
    return key;
  }

  /** A user with a wallet of this many francs. */
  async wallet(francs: number, key = this.key, role = 'customer'): Promise<string> {
    const user = await this.ask('/v1/users', { key, body: { email: `${crypto.randomUUID()}@example.com`, role } });
    const opened = await this.ask('/v1/wallets', { key, body: { user_id: user.body['id'] } });
    const id = String(opened.body['id']);
    if (francs > 0) {
      const topUp = { amount: francs, currency: 'RWF', provider: 'mtn_momo' };
      const done = await this.ask(`/v1/wallets/${id}/top-ups`, {
        key,
        body: topUp,
        idempotencyKey: crypto.randomUUID(),
      });
      if (done.status !== 201) throw new Error(`top-up failed: ${done.text}`);
    }
    return id;
  }

  pay(from: string, to: string, over: Record<string, unknown> = {}, asked: Ask = {}): Promise<Answer> {
    return this.ask('/v1/payments', {
      idempotencyKey: crypto.randomUUID(),
      body: { sender_wallet_id: from, recipient_wallet_id: to, amount: 100, currency: 'RWF', ...over },
      ...asked,
    });
  }

  async balance(wallet: string, key = this.key): Promise<unknown> {
    return (await this.ask(`/v1/wallets/${wallet}`, { key })).body['balance'];
  }

  async available(wallet: string, key = this.key): Promise<unknown> {
    return (await this.ask(`/v1/wallets/${wallet}`, { key })).body['available'];
  }

  /** Asks for something that moves money, by default under a key of its own. */
  post(path: string, body: unknown, asked: Ask = {}): Promise<Answer> {
    return this.ask(path, { idempotencyKey: crypto.randomUUID(), body, ...asked });
  }

  async count(table: 'payments' | 'ledger' | 'idempotency_keys' | 'users' | 'wallets'): Promise<number> {
    const { rows } = await this.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]?.n ?? 0;
  }

  async ops(path: string): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.opsPort}${path}`);
    const text = await response.text();
    const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, body, text };
  }

  /** Stops the service as SIGTERM does; resolves when it has drained. */
  stop(): Promise<void> {
    return this.stopParts();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopParts();
    await this.admin.end();
    await this.db[Symbol.asyncDispose]();
  }
}

/** Runs the parts as main does, with an abort signal in the place of SIGTERM and free ports. */
export async function startService(over: Partial<PaymentsConfig> & Pick<PaymentsConfig, 'DATABASE_URL'>) {
  const opsPort = await freePort();
  const config = { ...paymentsConfig({ DATABASE_URL: over.DATABASE_URL }), HTTP_PORT: 0, OPS_PORT: opsPort, ...over };
  const service = await createPaymentsService(config, silentLog);
  const signal = new AbortController();
  const running = Promise.all(service.parts.map((part) => part.run(signal.signal)));
  let stopped: Promise<void> | undefined;
  const stop = () =>
    (stopped ??= (async () => {
      signal.abort();
      await running;
      await service.close();
    })());
  await eventually(() => {
    if (service.apiUrl() === '') throw new Error('not listening yet');
    return Promise.resolve();
  });
  return { url: service.apiUrl(), opsPort, stop };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
