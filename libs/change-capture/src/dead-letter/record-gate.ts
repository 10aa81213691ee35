/**
 * Stands where records enter the queue: what its topic would not take becomes a dead letter in the same place of the
 * same transaction. So it is acknowledged before the slot moves, and the changes after it keep their order.
 */
import { EVENT_ID_HEADER } from '@vf/contracts';
import type { CaptureStop } from '../capture-stop.js';
import type { ChangePlace, ChangeRecord } from '../encode/change-record.js';
import type { TablePlan } from '../encode/table-plan.js';
import { eventIndexText } from '../encode/transaction-stamp.js';
import { RecordRefused } from '../ports.js';
import { deadLetterRecord, type Refusal } from './dead-letter.js';
import { recordSize } from './record-size.js';

export type RefusalPolicy = 'stop' | 'dead-letter';

export interface DeadLetterOptions {
  readonly topic: string;
  /** Of a record that its topic would not take. */
  readonly onOversize: RefusalPolicy;
  /** Of a row that can not be made a record: without its key or routing value. */
  readonly onUnencodable: RefusalPolicy;
}

export interface RecordGateOptions {
  readonly pipeline: string;
  readonly tables: readonly TablePlan[];
  /** Largest record by topic, in bytes on the wire; a topic that is not there has no limit that is known. */
  readonly limits: ReadonlyMap<string, number>;
  readonly deadLetters: DeadLetterOptions;
  readonly append: (record: ChangeRecord) => void;
  readonly onDeadLetter: (refusal: Refusal) => void;
}

/** Records below this are never measured: no topic has so low a limit but by mistake. */
const ALWAYS_SMALL_BYTES = 512;

export class RecordGate {
  readonly #tables: ReadonlyMap<string, TablePlan>;

  constructor(private readonly options: RecordGateOptions) {
    this.#tables = new Map(options.tables.map((plan) => [plan.topic, plan]));
  }

  /** Queues the record or its dead letter. Throws RecordRefused when oversized records are to stop the pipeline. */
  append(record: ChangeRecord): void {
    const limit = this.options.limits.get(record.topic);
    const rough = (record.value?.length ?? 0) + (record.key?.length ?? 0);
    if (limit !== undefined && rough > Math.min(limit / 2, ALWAYS_SMALL_BYTES)) {
      const bytes = recordSize(record);
      if (bytes > limit) {
        this.#oversize(
          record,
          new RecordRefused(tooLarge(record, bytes, limit), { topic: record.topic, bytes, limit }),
        );
        return;
      }
    }
    try {
      this.options.append(record);
    } catch (err) {
      if (!(err instanceof RecordRefused)) throw err;
      this.#oversize(record, err);
    }
  }

  /** A change without a record. Throws the stop when such a row is to stop the pipeline. */
  unencodable(stop: CaptureStop, table: { readonly schema: string; readonly table: string }, place: ChangePlace): void {
    if (this.options.deadLetters.onUnencodable === 'stop') throw stop;
    const { transaction } = place;
    this.#send({
      pipeline: this.options.pipeline,
      reason: 'unencodable',
      detail: stop.message,
      schema: table.schema,
      table: table.table,
      eventId: transaction.eventIdPrefix + eventIndexText(place.ordinal, 0),
      commitTimeMs: transaction.commitTimeMs,
    });
  }

  #oversize(record: ChangeRecord, refused: RecordRefused): void {
    const eventId = record.headers[EVENT_ID_HEADER];
    // What is not a change (a note of the pipeline itself) has no place in the dead letters.
    if (this.options.deadLetters.onOversize === 'stop' || eventId === undefined) throw refused;
    const { schema = '', table = '' } = this.#tables.get(record.topic) ?? {};
    this.#send({
      pipeline: this.options.pipeline,
      reason: 'oversize',
      detail: refused.message,
      schema,
      table,
      eventId,
      commitTimeMs: record.timestampMs,
      record,
      recordBytes: refused.bytes ?? recordSize(record),
      ...(refused.limit !== undefined && { limitBytes: refused.limit }),
    });
  }

  #send(refusal: Refusal): void {
    this.options.append(deadLetterRecord(this.options.deadLetters.topic, refusal));
    this.options.onDeadLetter(refusal);
  }
}

const tooLarge = ({ topic, partition }: ChangeRecord, bytes: number, limit: number) =>
  `a record for ${topic}/${String(partition)} takes ${String(bytes)} bytes, more than the topic’s ${String(limit)}`;
