/** The stream's messages, in their order, to records in the queue. Synchronous: rows are only valid during the call. */
import type { Log } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import type { RecordGate } from '../dead-letter/record-gate.js';
import type { DurableFrontier } from '../durable-frontier.js';
import { EVENTS_PER_CHANGE, type ChangePlace, type ChangeRecord, type TableEncoder } from '../encode/change-record.js';
import { EnvelopeEncoder, type EnvelopeSource } from '../encode/envelope-encoder.js';
import { OutboxEncoder } from '../encode/outbox-encoder.js';
import { RecordArena } from '../encode/record-arena.js';
import type { TablePlan } from '../encode/table-plan.js';
import { stampTransaction, type TransactionStamp } from '../encode/transaction-stamp.js';
import type { Begin, Commit, PgOutputMessage, Relation, RowChange, Truncate } from '../pgoutput/messages.js';
import type { PublishedTable } from '../source/source-queries.js';
import { UnplannedTable } from './table-planner.js';
import type { TransactionQueue } from './transaction-queue.js';

export interface ChangeReaderOptions {
  readonly tables: readonly TablePlan[];
  /** See PipelineOptions. */
  readonly carriesAll?: boolean | undefined;
  readonly source: EnvelopeSource;
  readonly database: string;
  readonly epoch: number;
  /** Commits up to this one are published already; they are read past and not emitted again. */
  readonly publishedCommitLsn: bigint;
  readonly frontier: DurableFrontier;
  readonly queue: TransactionQueue;
  /** Takes what can not be published; without it such a change ends the session. */
  readonly gate?: RecordGate;
  readonly log: Log;
}

export class ChangeReader {
  readonly #arena = new RecordArena();
  /** By relation id: one encoder per family of topics; none for tables that the pipeline does not carry. */
  readonly #encoders = new Map<number, readonly TableEncoder[]>();
  /** Names of the relations that have one. */
  readonly #tables = new Map<number, PublishedTable>();
  /** Relations that should have an encoder and have none. */
  readonly #unplanned = new Map<number, Relation>();
  readonly #emit: (record: ChangeRecord) => void;
  /** The open transaction and the change at hand. */
  #place: ChangePlace | undefined;
  #previousCommitLsn: bigint | null = null;
  /** Row changes put in the queue, for metrics. */
  rows = 0;

  constructor(private readonly options: ChangeReaderOptions) {
    const { gate, queue } = options;
    this.#emit = gate ? (record) => gate.append(record) : (record) => queue.append(record);
  }

  /** `lsn` is the message's own, `X/Y`. Throws CaptureStop for what can not be carried on from, and UnplannedTable. */
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
        // Heartbeats and other programs' messages: not carried, but changes of their transaction all the same.
        if (message.transactional && this.#place) this.#place.ordinal += 1;
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
    this.#previousCommitLsn = message.commitLsn;
    this.#place = undefined;
  }

  #row(change: RowChange, lsn: string): void {
    const place = this.#place;
    if (!place) throw undecodable('a row outside a transaction');
    const encoders = this.#encoders.get(change.relationId);
    if (encoders === undefined) throw undecodable('a row of a relation that was not described');
    if (encoders.length === 0) this.#leaveOut(change.relationId, place.transaction);
    else if (!this.#isPublished(place.transaction)) {
      place.lsn = lsn;
      // The same place for all: a change has one event id, whatever number of topics it travels on.
      for (const encoder of encoders) this.#encode(encoder, change, place);
      this.#arena.rewind();
      this.rows += 1;
    }
    place.ordinal += 1;
    this.options.queue.endChange(lastIndexOf(place));
  }

  #encode(encoder: TableEncoder, change: RowChange, place: ChangePlace): void {
    try {
      encoder.encode(change, place, this.#emit);
    } catch (err) {
      const { gate } = this.options;
      const table = this.#tables.get(change.relationId);
      if (!gate || !table || !(err instanceof CaptureStop) || err.code !== 'row-unencodable') throw err;
      gate.unencodable(err, table, place);
    }
  }

  /** Throws UnplannedTable when the table is one that the pipeline should carry. */
  #leaveOut(relationId: number, transaction: TransactionStamp): void {
    const relation = this.#unplanned.get(relationId);
    if (relation && !this.#isPublished(transaction)) throw new UnplannedTable(relation);
  }

  #isPublished(transaction: TransactionStamp): boolean {
    return transaction.commitLsn <= this.options.publishedCommitLsn;
  }

  #relation(relation: Relation): void {
    const plans = this.options.tables.filter(
      ({ schema, table }) => schema === relation.schema && table === relation.table,
    );
    if (plans.length === 0 && this.options.carriesAll) this.#unplanned.set(relation.id, relation);
    else this.#unplanned.delete(relation.id);
    this.#tables.set(relation.id, { schema: relation.schema, table: relation.table });
    this.#encoders.set(
      relation.id,
      plans.map((plan) => this.#compile(plan, relation)),
    );
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
    if (message.relationIds.some((id) => (this.#encoders.get(id)?.length ?? 0) > 0)) {
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
