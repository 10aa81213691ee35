/** The whole flow over a database, real posting and the three sandboxes, with times short enough for a test. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { migrate } from '@vf/migrations';
import { fromMinorUnits } from '@vf/money';
import {
  CallbackStore,
  createPosting,
  migrationsDirectory,
  MovementStore,
  movementPostings,
  moveByProvider,
  openDatabase,
  provisionSystemAccounts,
  resolveMovements,
  takeCallback,
  type LookUpOutcome,
  type MovementKind,
  type MovementLimits,
  type MovementParts,
  type PaymentProvider,
  type SubmitOutcome,
} from '@vf/payments';
import type { RunningSandbox } from '@vf/sandboxes';
import { eventually, templateDatabase } from '@vf/testing';
import pg from 'pg';
import { sandboxedProviders, type SandboxedProvider } from './sandboxed-providers.fixture.js';

const database = templateDatabase({
  name: 'provider_flow',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

const limits: MovementLimits = {
  submitMs: 1_000,
  notFoundAfterMs: 300,
  abandonAfterMs: 400,
  cancelAfterMs: 500,
  firstCheckMs: 25,
  longestCheckMs: 100,
};
const ROUND_MS = 20;
const silentPosting = {
  batch: () => undefined,
  waited: () => undefined,
  outcome: () => undefined,
  rerun: () => undefined,
  bisected: () => undefined,
  isolated: () => undefined,
};

interface Row {
  readonly status: string;
  readonly failure_code: string | null;
}

export class RunningFlow {
  readonly told: {
    submitted: SubmitOutcome[];
    lookedUp: LookUpOutcome[];
    contradictions: string[];
    failures: unknown[];
  } = { submitted: [], lookedUp: [], contradictions: [], failures: [] };
  readonly #clean: (() => PromiseLike<unknown>)[] = [];
  clientId = '';
  admin!: pg.Pool;
  parts!: MovementParts;
  sandboxes!: ReadonlyMap<string, RunningSandbox>;

  static async start(over: Partial<MovementLimits> = {}): Promise<RunningFlow> {
    const flow = new RunningFlow();
    await flow.#open(over);
    return flow;
  }

  async #open(over: Partial<MovementLimits>): Promise<void> {
    const db = await database.create();
    this.#clean.push(() => db[Symbol.asyncDispose]());
    this.admin = new pg.Pool({ connectionString: db.url, max: 4 });
    this.#clean.push(() => this.admin.end());
    const connectionString = db.urlFor('payments_service');
    const store = openDatabase({ connectionString });
    this.#clean.push(() => store.destroy());
    await provisionSystemAccounts(store);
    const writeAnswer = (told: { readonly of: string; readonly payment?: unknown }) => {
      const { failure } = (told.payment ?? {}) as { failure?: { code: string } | null };
      return { status: failure ? 402 : 202, body: JSON.stringify({ code: failure?.code ?? null }) };
    };
    const posting = createPosting({ connectionString, writeAnswer, observer: silentPosting });
    this.#clean.push(() => posting.close());
    const urlOf = await this.#receiver();
    const sandboxes = await Promise.all(
      sandboxedProviders.map((provider) => startSandbox(provider, urlOf(provider.name))),
    );
    this.#clean.push(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));
    this.sandboxes = new Map(sandboxedProviders.map(({ name }, n) => [name, sandboxes[n]!]));
    const adapters = sandboxedProviders.map((provider, n) =>
      provider.adapter(sandboxes[n]!.url, { callbackUrl: urlOf(provider.name) }),
    );
    this.parts = {
      postings: movementPostings((operation) => posting.submit(operation)),
      movements: new MovementStore(store),
      callbacks: new CallbackStore(store),
      providers: new Map<string, PaymentProvider>(adapters.map((adapter) => [adapter.name, adapter])),
      limits: { ...limits, ...over },
      observer: {
        submitted: (_movement, outcome) => this.told.submitted.push(outcome),
        lookedUp: (_movement, outcome) => this.told.lookedUp.push(outcome),
        settled: () => undefined,
        kept: () => undefined,
        contradicted: (_movement, what) => this.told.contradictions.push(what),
        failed: (_step, err) => this.told.failures.push(err),
      },
    };
    this.clientId = randomUUID();
    await this.admin.query("INSERT INTO api_clients (id, name) VALUES ($1, 'shop')", [this.clientId]);
  }

  /** Takes callbacks as the API does. */
  async #receiver(): Promise<(provider: string) => string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const provider = this.parts.providers.get(request.url?.slice(1) ?? '');
        const body = Buffer.concat(chunks).toString();
        if (!provider) response.writeHead(404).end();
        else
          void takeCallback(this.parts, provider, { headers: request.headers, body }).then(
            (taken) => response.writeHead(200).end(taken),
            () => response.writeHead(500).end(),
          );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#clean.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    return (provider) => `http://127.0.0.1:${port}/${provider}`;
  }

  /** Resolves movements until disposed, as so many processes would. */
  resolve(processes = 1): void {
    const stop = new AbortController();
    const run = async () => {
      while (!stop.signal.aborted) {
        await resolveMovements(this.parts);
        await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
      }
    };
    const running = Array.from({ length: processes }, run);
    this.#clean.push(async () => {
      stop.abort();
      await Promise.all(running);
    });
  }

  /** A wallet with so many francs. */
  async wallet(francs: number): Promise<string> {
    const [user, wallet] = [randomUUID(), randomUUID()];
    await this.admin.query('INSERT INTO users (id, email, client_id) VALUES ($1, $2, $3)', [
      user,
      `${user}@example.com`,
      this.clientId,
    ]);
    await this.admin.query('INSERT INTO wallets (id, user_id, balance) VALUES ($1, $2, $3)', [wallet, user, francs]);
    return wallet;
  }

  /** Asks for a top-up or payout, as a request with this key does. */
  move(provider: SandboxedProvider, kind: MovementKind, wallet: string, francs: number, key: string = randomUUID()) {
    const adapter = this.parts.providers.get(provider.name)!;
    const paymentId = randomUUID();
    return moveByProvider(this.parts, adapter, {
      clientId: this.clientId,
      key,
      fingerprint: 'ab'.repeat(32),
      paymentId,
      reference: `VF-${paymentId}`,
      clientReference: null,
      walletId: wallet,
      provider: provider.name,
      amount: fromMinorUnits(BigInt(francs), 'RWF'),
      currency: 'RWF',
      metadata: '{}',
      requestId: 'r',
      kind,
      party: provider.party[kind],
    });
  }

  async payment(id: string): Promise<Row> {
    const { rows } = await this.admin.query<Row>('SELECT status, failure_code FROM payments WHERE id = $1', [id]);
    return rows[0]!;
  }

  /** The payment once it is final. */
  settled(id: string): Promise<Row> {
    return eventually(async () => {
      const row = await this.payment(id);
      if (row.status === 'processing') throw new Error('still processing');
      return row;
    });
  }

  async balance(wallet: string): Promise<{ balance: number; held: number }> {
    const { rows } = await this.admin.query<{ balance: string; held: string }>(
      'SELECT balance, held FROM wallets WHERE id = $1',
      [wallet],
    );
    return { balance: Number(rows[0]?.balance), held: Number(rows[0]?.held) };
  }

  /** How often the provider was asked to make a payment's movement. */
  async submissions(provider: SandboxedProvider, paymentId: string): Promise<number> {
    const movement = await this.parts.movements.ofPayment(paymentId);
    const kept = this.sandboxes.get(provider.name)?.movements() ?? [];
    return kept
      .filter(({ id }) => id === provider.keptAs(movement?.id ?? ''))
      .reduce((n, each) => n + each.submissions, 0);
  }

  async deliveries(paymentId: string): Promise<number[]> {
    const { rows } = await this.admin.query<{ deliveries: number }>(
      `SELECT c.deliveries FROM provider_callbacks c JOIN provider_movements m ON m.id = c.movement_id
       WHERE m.payment_id = $1 ORDER BY c.id`,
      [paymentId],
    );
    return rows.map(({ deliveries }) => deliveries);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const clean of this.#clean.reverse()) await clean();
  }
}

const startSandbox = (provider: SandboxedProvider, callbackUrl: string) =>
  provider.start({ callbackUrl, times: { settleMs: 30, lateMs: 700 } });
