/** The stream's messages, in their order, to records in the queue. Synchronous: rows are only valid during the call. */
import type { Log } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import type { DurableFrontier } from '../durable-frontier.js';
import { EVENTS_PER_CHANGE, type ChangePlace, type ChangeRecord, type TableEncoder } from '../encode/change-record.js';
import { EnvelopeEncoder, type EnvelopeSource } from '../encode/envelope-encoder.js';
import { OutboxEncoder } from '../encode/outbox-encoder.js';
import { RecordArena } from '../encode/record-arena.js';
import type { TablePlan } from '../encode/table-plan.js';
import { stampTransaction, type TransactionStamp } from '../encode/transaction-stamp.js';
import type {
  Begin,
  Commit,
  LogicalMessage,
  PgOutputMessage,
  Relation,
  RowChange,
  Truncate,
} from '../pgoutput/messages.js';
import { SNAPSHOT_PREFIX, type CompiledPlan, type SnapshotStream } from '../snapshot/emission.js';
import type { TransactionQueue } from './transaction-queue.js';

export interface ChangeReaderOptions {
  readonly tables: readonly TablePlan[];
  readonly source: EnvelopeSource;
  readonly database: string;
  readonly epoch: number;
  /** Commits up to this one are published already; they are read past and not emitted again. */
  readonly publishedCommitLsn: bigint;
  readonly frontier: DurableFrontier;
  readonly queue: TransactionQueue;
  readonly snapshots: SnapshotStream;
  readonly log: Log;
}

export class ChangeReader {
  readonly #arena = new RecordArena();
  /** By relation id: one encoder per family of topics; none for tables that the pipeline does not carry. */
  readonly #encoders = new Map<number, readonly CompiledPlan[]>();
  readonly #emit: (record: ChangeRecord) => void;
  /** The open transaction and the change at hand. */
  #place: ChangePlace | undefined;
  #previousCommitLsn: bigint | null = null;
  /** Row changes put in the queue, for metrics. */
  rows = 0;

  constructor(private readonly options: ChangeReaderOptions) {
    this.#emit = (record) => {
      options.queue.append(record);
      options.snapshots.watch.changed(record.topic, record.key);
    };
  }

  /** `lsn` is the message's own, `X/Y`. Throws CaptureStop for what can not be carried on from. */
  read(message: PgOutputMessage, lsn: string): void {
    switch (message.tag) {
      case 'row':
        this.#row(message, lsn);
        return;
      case 'begin':
        this.#begin(message);
        return;
      case 'commit':
        this.#commit(message);
        return;
      case 'relation':
        this.#relation(message);
        return;
      case 'truncate':
        this.#truncate(message);
        return;
      case 'message':
        this.#message(message);
        return;
      case 'origin':
      case 'type':
        return;
      case 'poison':
        throw undecodable(message.reason);
    }
  }

  #begin(message: Begin): void {
    const stamp = stampTransaction(message, { ...this.options, previousCommitLsn: this.#previousCommitLsn });
    this.#place = { transaction: stamp, ordinal: 0, lsn: '' };
    this.options.queue.begin(stamp);
    // What is read past is not emitted here; an earlier life did, and accounting for running transactions covers it.
    if (!this.#isPublished(stamp)) this.options.snapshots.watch.begun(message.xid);
  }

  #commit(message: Commit): void {
    const place = this.#place;
    if (place?.transaction.commitLsn !== message.commitLsn) throw undecodable('a commit without its begin');
    this.options.frontier.commit(message.commitLsn, message.endLsn);
    this.options.queue.commit({
      commitLsn: message.commitLsn,
      commitTimeUs: message.commitTimeUs,
      lastIndex: lastIndexOf(place),
    });
    this.options.snapshots.watch.committed();
    this.#previousCommitLsn = message.commitLsn;
    this.#place = undefined;
  }

  /** Not carried, but a change of its transaction all the same. One of ours may mark a place for snapshot rows. */
  #message(message: LogicalMessage): void {
    const place = this.#place;
    if (!message.transactional || !place) return;
    place.ordinal += 1;
    if (message.prefix !== SNAPSHOT_PREFIX) return;
    const { snapshots, queue, database } = this.options;
    snapshots.claim(message.content.toString('utf8'))?.emit({
      transaction: place.transaction,
      database,
      watch: snapshots.watch,
      append: (record) => queue.append(record),
      rewind: () => this.#arena.rewind(),
      compile: (relation) => this.#compileAll(relation),
    });
  }

  #row(change: RowChange, lsn: string): void {
    const place = this.#place;
    if (!place) throw undecodable('a row outside a transaction');
    const encoders = this.#encoders.get(change.relationId);
    if (encoders === undefined) throw undecodable('a row of a relation that was not described');
    if (encoders.length > 0 && !this.#isPublished(place.transaction)) {
      place.lsn = lsn;
      // The same place for all: a change has one event id, whatever number of topics it travels on.
      for (const { encoder } of encoders) encoder.encode(change, place, this.#emit);
      this.#arena.rewind();
      this.rows += 1;
    }
    place.ordinal += 1;
    this.options.queue.endChange(lastIndexOf(place));
  }

  #isPublished(transaction: TransactionStamp): boolean {
    return transaction.commitLsn <= this.options.publishedCommitLsn;
  }

  #relation(relation: Relation): void {
    this.#encoders.set(relation.id, this.#compileAll(relation));
  }

  #compileAll(relation: Relation): readonly CompiledPlan[] {
    const plans = this.options.tables.filter(
      ({ schema, table }) => schema === relation.schema && table === relation.table,
    );
    return plans.map((plan) => ({ plan, encoder: this.#compile(plan, relation) }));
  }

  #compile(plan: TablePlan, relation: Relation): TableEncoder {
    switch (plan.mode) {
      case 'envelope':
        return new EnvelopeEncoder(plan, relation, this.options.source, this.#arena);
      case 'outbox':
        return new OutboxEncoder(plan, relation, this.#arena);
    }
  }

  #truncate(message: Truncate): void {
    if (!this.#place) throw undecodable('a truncate outside a transaction');
    this.#place.ordinal += message.relationIds.length;
    const carried = message.relationIds.flatMap((id) => this.#encoders.get(id) ?? []);
    for (const { plan } of carried) this.options.snapshots.watch.truncated(plan.topic);
    if (carried.length > 0) {
      this.options.log.warn({ commitLsn: this.#place.transaction.commitLsn.toString(16) }, 'a truncate is not carried');
    }
  }
}

/** Event index of the last change so far. */
const lastIndexOf = ({ ordinal }: ChangePlace) => Math.max(0, ordinal * EVENTS_PER_CHANGE - 1);

function undecodable(reason: string): CaptureStop {
  return new CaptureStop(
    'stream-undecodable',
    `The replication stream can not be understood: ${reason}.`,
    'Check that the server’s version is a supported one; nothing was acknowledged past the last good change.',
  );
}
