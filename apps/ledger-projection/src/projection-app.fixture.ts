/** The whole process over a database and topics of its own, as `main` runs it, and a hand-made source that feeds it. */
import { createHash, randomUUID } from 'node:crypto';
import {
  EVENT_ID_HEADER,
  SNAPSHOT_ID_HEADER,
  formatEventId,
  snapshotIdPrefix,
  isoOfMicroseconds,
  microsecondsOf,
  topicCatalogue,
} from '@vf/contracts';
import { migrationsDirectory } from '@vf/ledger';
import { migrate } from '@vf/migrations';
import { silentLog } from '@vf/platform';
import {
  createTopics,
  deleteTopicsWithPrefix,
  eventually,
  sendRecords,
  templateDatabase,
  testKafka,
  uniqueTopicPrefix,
} from '@vf/testing';
import pg from 'pg';
import { projectionConfig } from './config.js';
import { createProjectionService } from './projection-service.js';

const template = templateDatabase({
  name: 'projection_app',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

const TOKEN = 'finance-secret';
export const LEDGER_PARTITIONS = 2;
const START_US = microsecondsOf('2026-11-24T10:00:00.000000Z');
const SECOND_US = 1_000_000n;

export interface ProjectionApp extends AsyncDisposable {
  readonly source: HandMadeSource;
  /** How many progress marks the service has taken in. */
  readonly marksTaken: () => Promise<number>;
  readonly get: (path: string, token?: string) => Promise<{ status: number; body: unknown; headers: Headers }>;
}

export async function startProjectionApp(): Promise<ProjectionApp> {
  const stack = new AsyncDisposableStack();
  const prefix = uniqueTopicPrefix();
  stack.defer(() => deleteTopicsWithPrefix(prefix));
  const topics = topicCatalogue(prefix);
  await createTopics([
    { topic: topics.ledger.name, partitions: LEDGER_PARTITIONS },
    { topic: topics.wallets.name },
    { topic: topics.payments.name },
    { topic: topics.progress.name },
    { topic: topics.ledgerProjectionDeadLetters.name },
  ]);
  const database = stack.use(await template.create());
  const sql = stack.adopt(openPool(database.url, 1), (pool) => pool.end());
  const config = projectionConfig({
    DATABASE_URL: database.urlFor('projection_service'),
    KAFKA_BROKERS: testKafka().brokers.join(),
    TOPIC_PREFIX: prefix,
    API_TOKENS: `fin:finance:${createHash('sha256').update(TOKEN).digest('hex')}`,
    LOG_LEVEL: 'silent',
  });
  // Ports of the tests are any free ones, which a setting cannot ask for.
  const service = await createProjectionService({ ...config, HTTP_PORT: 0, OPS_PORT: 0 }, silentLog);
  const stop = new AbortController();
  const running = Promise.all(service.parts.map((part) => part.run(stop.signal)));
  stack.defer(async () => {
    stop.abort();
    await running;
    await service.close();
  });
  const url = await eventually(() => service.apiUrl());
  return {
    source: new HandMadeSource(topics),
    marksTaken: async () => {
      const { rows } = await sql.query<{ next_offset: string }>(
        'SELECT next_offset FROM consumer_position WHERE topic = $1',
        [topics.progress.name],
      );
      return Number(rows[0]?.next_offset ?? 0);
    },
    get: async (path, token = TOKEN) => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(new URL(path, url), { headers });
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

export interface SourceWallet {
  readonly id: string;
  readonly userId: string;
  /** Of the ledger topic. */
  readonly partition: number;
  balance: bigint;
  seq: number;
}

/** A change that was committed and is not on its topic yet: the test sends it when it wants. */
export interface PendingChange {
  readonly topic: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: { readonly after: object; readonly source: object };
}

/** Commits of a source, and the records the capture worker would write of them. */
export class HandMadeSource {
  readonly #topics: ReturnType<typeof topicCatalogue>;
  readonly #ends = new Map<string, bigint>();
  #lsn = 0n;
  #epoch = 1;
  #ledgerId = 0;

  constructor(topics: ReturnType<typeof topicCatalogue>) {
    this.#topics = topics;
  }

  /** A new wallet, on its topic already. */
  async wallet(partition: number, kind = 'user'): Promise<SourceWallet> {
    const wallet = { id: randomUUID(), userId: randomUUID(), partition, balance: 0n, seq: 0 };
    this.#lsn += 1n;
    const row = { id: wallet.id, user_id: wallet.userId, balance: '0.00', currency: 'RWF', is_frozen: false, kind };
    const change = this.#change(this.#topics.wallets.name, 0, 0, {
      ...row,
      updated_at: isoOfMicroseconds(START_US),
      row_version: 1,
    });
    await this.send([change]);
    return wallet;
  }

  /** A payment of whole francs as one commit: its row, and a debit and a credit in their wallets' partitions. */
  pay(from: SourceWallet, to: SourceWallet, francs: bigint) {
    this.#lsn += 1n;
    const paymentId = randomUUID();
    const payment = this.#change(this.#topics.payments.name, 0, 0, {
      id: paymentId,
      reference: `PAY-${String(this.#lsn)}`,
      sender_id: from.userId,
      recipient_id: to.userId,
      amount: `${String(francs)}.00`,
      fee: '0.00',
      currency: 'RWF',
      status: 'success',
      provider: 'internal',
      metadata: '{}',
      created_at: this.#now(),
      failure_code: null,
      row_version: 1,
    });
    return {
      paymentId,
      payment,
      debit: this.#entry(from, paymentId, -francs, 1),
      credit: this.#entry(to, paymentId, francs, 2),
    };
  }

  async send(changes: readonly PendingChange[]): Promise<void> {
    for (const { topic, partition, headers, value } of changes) {
      await sendRecords(topic, [{ partition, key: '{}', value: JSON.stringify(value), headers }]);
    }
  }

  /** The mark the worker writes after the last commit; it counts what was committed, sent or not. */
  async mark(complete = true): Promise<string> {
    const partitions: Record<string, Record<string, string>> = {};
    for (const [slot, end] of this.#ends) {
      const [topic = '', partition = ''] = slot.split('#');
      partitions[topic] = { ...partitions[topic], [partition]: String(end) };
    }
    const value = {
      pipeline: 'payments',
      epoch: this.#epoch,
      commit_lsn: this.#lsn.toString(16).padStart(16, '0'),
      commit_ts_us: Number(START_US + this.#lsn * SECOND_US),
      partitions,
      snapshot: { complete, current: null },
    };
    await sendRecords(this.#topics.progress.name, [{ key: 'payments', value: JSON.stringify(value) }]);
    return `0/${this.#lsn.toString(16).toUpperCase()}`;
  }

  /** A slot was lost: what follows is of the next epoch. */
  beginEpoch(): void {
    this.#epoch += 1;
  }

  /** A committed change not as the stream had it but as a snapshot found its row, or found it to have vanished. */
  found(change: PendingChange, vanished = false): PendingChange {
    this.#lsn += 1n;
    const slot = `${change.topic}#${String(change.partition)}`;
    this.#ends.set(slot, (this.#ends.get(slot) ?? 0n) + 1n);
    const { after, source } = change.value;
    const row = vanished ? { op: 'd', before: after, after: null } : { op: 'r', before: null, after };
    const found = { ...row, source: { ...source, lsn: Number(this.#lsn), event_id: null }, ts_ms: 0 };
    const id = snapshotIdPrefix({ epoch: this.#epoch, snapshot: 1, table: 'public.any' });
    return {
      ...change,
      headers: { [SNAPSHOT_ID_HEADER]: `${id}{}` },
      value: found as unknown as PendingChange['value'],
    };
  }

  /** The change was committed before there was a slot: the stream never has it. */
  notStreamed(change: PendingChange): PendingChange {
    const slot = `${change.topic}#${String(change.partition)}`;
    this.#ends.set(slot, (this.#ends.get(slot) ?? 0n) - 1n);
    return change;
  }

  #entry(wallet: SourceWallet, paymentId: string, delta: bigint, index: number): PendingChange {
    const before = wallet.balance;
    wallet.balance += delta;
    wallet.seq += 1;
    this.#ledgerId += 1;
    return this.#change(this.#topics.ledger.name, wallet.partition, index, {
      id: this.#ledgerId,
      payment_id: paymentId,
      wallet_id: wallet.id,
      type: delta < 0n ? 'debit' : 'credit',
      amount: `${String(delta < 0n ? -delta : delta)}.00`,
      balance_before: `${String(before)}.00`,
      balance_after: `${String(wallet.balance)}.00`,
      created_at: this.#now(),
      wallet_seq: wallet.seq,
    });
  }

  #now = () => isoOfMicroseconds(START_US + this.#lsn * SECOND_US);

  #change(topic: string, partition: number, index: number, after: object): PendingChange {
    const slot = `${topic}#${String(partition)}`;
    this.#ends.set(slot, (this.#ends.get(slot) ?? 0n) + 1n);
    const eventId = formatEventId({ epoch: this.#epoch, commitLsn: this.#lsn, index });
    const source = {
      version: '1',
      connector: 'postgresql',
      name: 'vf',
      ts_ms: 0,
      snapshot: 'false',
      db: 'vendorflow',
      schema: 'public',
      table: topic,
      txId: 1,
      lsn: 1,
      event_id: eventId,
    };
    const headers = { [EVENT_ID_HEADER]: eventId };
    const value = { op: 'c', before: null, after, source, ts_ms: 0 };
    return { topic, partition, headers, value };
  }
}

/** Dropping the database ends connections that are still closing; what those report then is of no interest. */
function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}
