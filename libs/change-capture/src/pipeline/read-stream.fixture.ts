/** A reader driven message by message, as the plugin drives it. */
import { silentLog } from '@vf/platform';
import { DurableFrontier } from '../durable-frontier.js';
import type { ChangeRecord } from '../encode/change-record.js';
import { profiles, type FormatOptions } from '../encode/format-options.js';
import type { EnvelopeTable, TablePlan } from '../encode/table-plan.js';
import { CapturePlugin } from '../pgoutput/capture-plugin.js';
import { beginMessage, commitMessage } from '../pgoutput/wire-messages.fixture.js';
import type { SourceCatalogue } from '../types/source-catalogue.js';
import { knownCatalogue } from '../types/known-catalogue.fixture.js';
import { StreamWatch } from '../snapshot/stream-watch.js';
import { ChangeReader } from './change-reader.js';
import { RecordedBatch, recordsIn } from './recording-broker.fixture.js';
import { TransactionQueue } from './transaction-queue.js';

export const COMMIT_TIME_US = 1_795_000_000_000_000n;

export const COLUMNS = [
  { name: 'id', typeOid: 20 },
  { name: 'owner', typeOid: 25 },
];

export const plan: EnvelopeTable = {
  mode: 'envelope',
  schema: 'public',
  table: 'thing',
  topic: 'vf.public.thing',
  partitions: 4,
  key: ['id'],
};

export interface StreamOptions {
  readonly format?: FormatOptions;
  readonly catalogue?: SourceCatalogue;
  readonly tables?: readonly TablePlan[];
  /** Logical messages and transactions are carried, to these topics. */
  readonly messages?: { readonly topic: string; readonly partitions: number };
  readonly transactionTopic?: string;
  readonly published?: { readonly commitLsn: bigint; readonly index: number };
}

export class ReadStream {
  readonly frontier = new DurableFrontier(0n);
  readonly queue = new TransactionQueue({ maxBatchBytes: 100_000_000, accumulate: () => new RecordedBatch() });
  readonly reader: ChangeReader;
  failure: unknown;
  released = 0;
  readonly #plugin: CapturePlugin;

  constructor(options: StreamOptions = {}) {
    this.reader = new ChangeReader({
      tables: [plan],
      catalogue: knownCatalogue([{ table: 'thing', columns: COLUMNS }]),
      source: { version: '1', name: 'vf' },
      format: profiles.json,
      database: 'shop',
      epoch: 1,
      published: { commitLsn: 0n, index: 0 },
      queue: this.queue,
      snapshots: { watch: new StreamWatch(1_000_000), claim: () => undefined },
      log: silentLog,
      onReleased: () => (this.released += 1),
      onFailed: (err) => (this.failure = err),
      ...options,
    });
    this.#plugin = new CapturePlugin({
      publication: 'p',
      frontier: this.frontier,
      holds: () => this.reader.holds,
      carriesMessages: options.messages !== undefined,
    });
  }

  /** One message; its bytes are overwritten afterwards, as the driver does. */
  receive(bytes: Buffer, lsn = '0/F0'): void {
    const buffer = Buffer.from(bytes);
    this.reader.read(this.#plugin.parse(buffer), lsn);
    buffer.fill(0);
  }

  /** A transaction around the messages; it ends eight bytes after its commit. */
  transaction(commitLsn: bigint, messages: readonly Buffer[]): void {
    this.receive(beginMessage(commitLsn, COMMIT_TIME_US, 7), '0/A0');
    for (const message of messages) this.receive(message);
    this.receive(commitMessage(commitLsn, commitLsn + 8n, COMMIT_TIME_US));
  }

  /** What is in the queue, taken out of it. */
  records(): ChangeRecord[] {
    const batch = this.queue.take();
    return batch ? [...recordsIn(batch.records)] : [];
  }
}

export const jsonOf = (bytes: Buffer | null | undefined): unknown => JSON.parse(String(bytes ?? null));
