/** The stream's messages, in their order, to records in the queue. Rows are only valid during the call. */
import type { Log } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import type { RecordGate } from '../dead-letter/record-gate.js';
import { EVENTS_PER_CHANGE, type ChangePlace, type EmitRecord, type TableEncoder } from '../encode/change-record.js';
import type { EnvelopeSource } from '../encode/envelope-source.js';
import type { FormatOptions } from '../encode/format-options.js';
import { MessageEncoder, type MessageTopic } from '../encode/message-encoder.js';
import { RecordArena } from '../encode/record-arena.js';
import { plansOf, type TablePlan } from '../encode/table-plan.js';
import { TransactionLog } from '../encode/transaction-log.js';
import {
  eventIndexText,
  stampTransaction,
  withOrigin,
  type TransactionHead,
  type TransactionStamp,
} from '../encode/transaction-stamp.js';
import { loneMessageLsn } from '../pgoutput/capture-plugin.js';
import type {
  Begin,
  Commit,
  LogicalMessage,
  PgOutputMessage,
  Relation,
  RowChange,
  Truncate,
} from '../pgoutput/messages.js';
import type { PiiHasher } from '../pii/pii-hasher.js';
import { epochOfCommit, type EarlierEpoch } from '../position/capture-position.js';
import { SNAPSHOT_PREFIX, type CompiledPlan, type SnapshotStream } from '../snapshot/emission.js';
import { OWN_MESSAGE_PREFIX } from '../source/source-probe.js';
import type { DescribedRelation } from '../types/described-relation.js';
import type { SourceCatalogue } from '../types/source-catalogue.js';
import { HeldMessages } from './held-messages.js';
import { compileEncoders } from './relation-encoders.js';
import { UnplannedTable } from './table-planner.js';
import type { TransactionQueue } from './transaction-queue.js';

export interface ChangeReaderOptions {
  readonly tables: readonly TablePlan[];
  /** See PipelineOptions. */
  readonly carriesAll?: boolean | undefined;
  readonly source: EnvelopeSource;
  readonly format: FormatOptions;
  readonly catalogue: SourceCatalogue;
  /** Where logical messages go; they are not carried without it. */
  readonly messages?: MessageTopic;
  /** Where transactions are told, when the format says so. */
  readonly transactionTopic?: string;
  /** Needed when a table has personal data. */
  readonly hasher?: PiiHasher;
  readonly database: string;
  /** Of commits from the present timeline, and of those from before a failover that are still to come. */
  readonly epoch: number;
  readonly earlierEpochs?: readonly EarlierEpoch[] | undefined;
  /** What is published already, up to this event of this transaction, is read past and not emitted again. */
  readonly published: { readonly commitLsn: bigint; readonly index: number };
  readonly queue: TransactionQueue;
  /** Takes what can not be published; without it such a change ends the session. */
  readonly gate?: RecordGate;
  readonly snapshots: SnapshotStream;
  readonly log: Log;
  /** What was held is read, and nothing is held any more. */
  readonly onReleased: () => void;
  /** The catalogue could not be read, or what was held could not be carried on from. */
  readonly onFailed: (err: unknown) => void;
}

const US_PER_MS = 1_000n;
/** Before every event of a transaction. */
const BEGIN_INDEX = -1;
/** Of the events of a change. */
const LAST_EVENT = EVENTS_PER_CHANGE - 1;

export class ChangeReader {
  readonly #arena = new RecordArena();
  /** By relation id: one encoder per family of topics; none for tables that the pipeline does not carry. */
  readonly #encoders = new Map<number, readonly CompiledPlan[]>();
  /** Those described so far: names for what is told of their rows. */
  readonly #relations = new Map<number, Relation>();
  readonly #emit: EmitRecord;
  readonly #messages: MessageEncoder | undefined;
  readonly #transactionLog: TransactionLog | undefined;
  readonly #held = new HeldMessages();
  #waits = false;
  /** The open transaction and the change at hand. */
  #place: ChangePlace | undefined;
  /** What is at hand is on the topics already: it is counted, and not emitted. */
  #isPublished = false;
  #previousCommitLsn: bigint | null = null;
  /** Row changes put in the queue, for metrics. */
  rows = 0;

  constructor(private readonly options: ChangeReaderOptions) {
    const { messages, format, transactionTopic, snapshots } = options;
    const next = options.gate ?? options.queue;
    this.#emit = (record) => {
      if (!this.#isPublished) next.append(record);
      snapshots.watch.changed(record.topic, record.key);
    };
    if (messages) this.#messages = new MessageEncoder({ ...options, ...messages });
    if (format['provide.transaction.metadata'] && transactionTopic !== undefined) {
      this.#transactionLog = new TransactionLog({ topic: transactionTopic, format, emit: this.#emit });
    }
  }

  /** Messages are to come as bytes, because the catalogue is being read. */
  get holds(): boolean {
    return this.#waits || this.#held.count > 0;
  }

  /** `lsn` is the message's own, `X/Y`. Throws CaptureStop for what can not be carried on from, and UnplannedTable. */
  read(message: PgOutputMessage, lsn: string): void {
    switch (message.tag) {
      case 'row':
        this.#row(message, lsn);
        return;
      case 'begin':
        this.#begin(message, lsn);
        return;
      case 'commit':
        this.#commit(message);
        return;
      case 'relation':
        this.#relation(message);
        return;
      case 'truncate':
        this.#truncate(message, lsn);
        return;
      case 'message':
        if (message.transactional) this.#message(message, this.#place, lsn);
        else if (this.#messages) this.#loneMessage(message, lsn);
        return;
      case 'origin':
        if (this.#place) this.#place.transaction = withOrigin(this.#place.transaction, message);
        return;
      case 'held':
        this.#held.keep(message, lsn);
        return;
      case 'type':
        return;
      case 'poison':
        throw undecodable(message.reason);
    }
  }

  #begin(message: Begin, lsn: string): void {
    const { transaction } = this.#open(message);
    this.#transactionLog?.begin(transaction, lsn);
  }

  #open(head: TransactionHead): ChangePlace {
    const epoch = epochOfCommit(this.options, head.commitLsn);
    const stamp = stampTransaction(head, { ...this.options, epoch, previousCommitLsn: this.#previousCommitLsn });
    const log = this.#transactionLog;
    const place: ChangePlace = { transaction: stamp, ordinal: 0, lsn: '', ...(log ? { log } : {}) };
    this.#place = place;
    this.#reach(BEGIN_INDEX);
    this.options.queue.begin(stamp);
    // One that an earlier life has published, wholly or in part, is not known whole here: it is among the running ones
    // that are accounted for.
    if (head.xid !== null && head.commitLsn > this.options.published.commitLsn) {
      this.options.snapshots.watch.begun(head.xid);
    }
    return place;
  }

  #commit({ commitLsn, endLsn, commitTimeUs }: Omit<Commit, 'tag'>): void {
    const place = this.#place;
    if (place?.transaction.commitLsn !== commitLsn) throw undecodable('a commit without its begin');
    this.#reach(place.ordinal * EVENTS_PER_CHANGE);
    this.#transactionLog?.end(String(endLsn), eventIndexText(Math.max(0, place.ordinal - 1), 1));
    this.options.queue.commit({ commitLsn, commitTimeUs, lastIndex: place.ordinal * EVENTS_PER_CHANGE });
    this.options.snapshots.watch.committed();
    this.#previousCommitLsn = endLsn;
    this.#place = undefined;
  }

  #row(change: RowChange, lsn: string): void {
    const place = this.#place;
    if (!place) throw undecodable('a row outside a transaction');
    const encoders = this.#encoders.get(change.relationId);
    if (encoders === undefined) throw undecodable('a row of a relation that was not described');
    this.#reachChange(place);
    if (encoders.length === 0) this.#leaveOut(change.relationId);
    else if (!this.#isPast(place.transaction)) {
      place.lsn = lsn;
      // The same place for all: a change has one event id, whatever number of topics it travels on.
      for (const { encoder } of encoders) this.#encode(encoder, change, place);
      if (!this.#isPublished) this.rows += 1;
    }
    this.#endChange(place);
  }

  #encode(encoder: TableEncoder, change: RowChange, place: ChangePlace): void {
    try {
      encoder.encode(change, place, this.#emit);
    } catch (err) {
      const { gate } = this.options;
      const table = this.#relations.get(change.relationId);
      if (!gate || !table || !(err instanceof CaptureStop) || err.code !== 'row-unencodable') throw err;
      if (!this.#isPublished) gate.unencodable(err, table, place);
    }
  }

  /** Throws UnplannedTable when the table is one that the pipeline should carry. */
  #leaveOut(relationId: number): void {
    const relation = this.#relations.get(relationId);
    if (relation && this.options.carriesAll && !this.#isPublished) throw new UnplannedTable(relation);
  }

  #endChange(place: ChangePlace): void {
    this.#arena.rewind();
    place.ordinal += 1;
    this.options.queue.endChange(lastIndexOf(place));
  }

  /** The whole transaction is published, so that its changes need not be looked at. */
  #isPast(transaction: TransactionStamp): boolean {
    return transaction.commitLsn < this.options.published.commitLsn;
  }

  #reachChange({ ordinal }: ChangePlace): void {
    this.#reach(ordinal * EVENTS_PER_CHANGE + LAST_EVENT);
  }

  /** Of the transaction that was cut by the end of a life, the changes up to the cut are encoded, to be counted. */
  #reach(index: number): void {
    const { published } = this.options;
    const commitLsn = this.#place?.transaction.commitLsn ?? 0n;
    this.#isPublished =
      commitLsn < published.commitLsn || (commitLsn === published.commitLsn && index <= published.index);
  }

  #relation(relation: Relation): void {
    this.#relations.set(relation.id, relation);
    if (plansOf(this.options.tables, relation).length === 0) {
      this.#encoders.set(relation.id, []);
      return;
    }
    const described = this.options.catalogue.describe(relation);
    if (described) this.#compile(described);
    else this.#readCatalogueFor(relation);
  }

  #compile(described: DescribedRelation): void {
    this.#encoders.set(described.relation.id, this.#compiled(described));
  }

  #compiled(described: DescribedRelation): readonly CompiledPlan[] {
    const { tables, source, format, hasher } = this.options;
    const context = { described, format, out: this.#arena, ...(hasher ? { hasher } : {}) };
    return compileEncoders(plansOf(tables, described.relation), context, source);
  }

  /** From here on messages are held, until the relation is known as far as it can be. */
  #readCatalogueFor(relation: Relation): void {
    const { catalogue, onFailed } = this.options;
    this.#waits = true;
    catalogue
      .refresh()
      .then(() => this.#release(relation))
      .catch(onFailed);
  }

  #release(relation: Relation): void {
    this.#waits = false;
    this.#compile(this.options.catalogue.describeAnyway(relation));
    this.#held.release(
      (message, lsn) => this.read(message, lsn),
      () => this.#waits,
    );
    if (!this.holds) this.options.onReleased();
  }

  #truncate(message: Truncate, lsn: string): void {
    const place = this.#place;
    if (!place) throw undecodable('a truncate outside a transaction');
    place.lsn = lsn;
    const isTold = !this.options.format['skipped.operations'].includes('t');
    for (const relationId of message.relationIds) {
      const encoders = this.#encoders.get(relationId) ?? [];
      if (encoders.length > 0 && !isTold) {
        const commitLsn = place.transaction.commitLsn.toString(16);
        this.options.log.warn({ commitLsn }, 'a truncate is not carried, as skipped.operations says');
      }
      this.#reachChange(place);
      for (const { plan, encoder } of encoders) {
        this.options.snapshots.watch.truncated(plan.topic);
        if (!this.#isPast(place.transaction)) encoder.truncate(place, this.#emit);
      }
      this.#endChange(place);
    }
  }

  /** Also those that are not carried are changes of their transaction. */
  #message(message: LogicalMessage, place: ChangePlace | undefined, lsn: string): void {
    if (!place) throw undecodable('a message outside its transaction');
    if (message.prefix === SNAPSHOT_PREFIX) this.#emitSnapshot(message, place);
    else this.#emitMessage(message, place, lsn);
    this.#endChange(place);
  }

  /** The message may mark the place of snapshot rows. */
  #emitSnapshot({ content }: LogicalMessage, { transaction }: ChangePlace): void {
    const { snapshots, queue, database, catalogue, format } = this.options;
    snapshots.claim(content.toString('utf8'))?.emit({
      transaction,
      database,
      watch: snapshots.watch,
      tombstones: format['tombstones.on.delete'],
      append: (record) => queue.append(record),
      rewind: () => this.#arena.rewind(),
      compile: (relation) => this.#compiled(catalogue.describeAnyway(relation)),
    });
  }

  #emitMessage(message: LogicalMessage, place: ChangePlace, lsn: string): void {
    this.#reachChange(place);
    if (message.prefix.startsWith(OWN_MESSAGE_PREFIX) || this.#isPast(place.transaction)) return;
    place.lsn = lsn;
    this.#messages?.encode(message, place, this.#emit);
  }

  /** Committed by being written: a transaction of its own. */
  #loneMessage(message: LogicalMessage, lsn: string): void {
    if (this.#place) throw undecodable('a message of no transaction inside of one');
    const commitLsn = loneMessageLsn(message);
    const commitTimeUs = BigInt(Date.now()) * US_PER_MS;
    // As Debezium tells it: the message is its own last commit.
    this.#previousCommitLsn = message.lsn;
    this.#message(message, this.#open({ commitLsn, commitTimeUs, xid: null }), lsn);
    this.#commit({ commitLsn, endLsn: message.lsn, commitTimeUs });
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
