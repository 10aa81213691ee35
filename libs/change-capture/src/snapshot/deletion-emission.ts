/** Deletes for keys that vanished while there was no slot: what the source can no longer tell, said by its topic's last word. */
import { SNAPSHOT_ID_HEADER } from '@vf/contracts';
import type { TablePlan } from '../encode/table-plan.js';
import { eventIndexText, type TransactionStamp } from '../encode/transaction-stamp.js';
import type { Emission, EmissionOutcome, EmissionPlace } from './emission.js';
import type { ChunkRead } from './stream-watch.js';

export interface VanishedRow {
  readonly key: Buffer;
  /** Of the key's last record. */
  readonly value: Buffer;
}

export interface DeletionEmissionOptions {
  readonly read: ChunkRead;
  readonly plan: TablePlan;
  readonly partition: number;
  readonly rows: readonly VanishedRow[];
  readonly idPrefix: string;
  readonly onOutcome: (outcome: EmissionOutcome) => void;
}

/** A delete and its tombstone for each row, in the partition where the key was; but not for keys that came back meanwhile. */
export class DeletionEmission implements Emission {
  constructor(private readonly options: DeletionEmissionOptions) {}

  emit({ watch, transaction, append, tombstones }: EmissionPlace): void {
    const { read, plan, partition, rows, idPrefix, onOutcome } = this.options;
    const missed = watch.missedBy(read);
    watch.endRead(read);
    if (missed.wholeTopic(plan.topic)) {
      onOutcome({ kind: 'again' });
      return;
    }
    let records = 0;
    for (const { key, value } of rows) {
      const deletion = missed.key(plan.topic, key) ? undefined : deletionOf(plan, value, transaction);
      if (!deletion) continue;
      const headers = { [SNAPSHOT_ID_HEADER]: idPrefix + key.toString('utf8') };
      const record = { topic: plan.topic, partition, key, headers, timestampMs: transaction.commitTimeMs };
      append({ ...record, value: deletion });
      if (tombstones) append({ ...record, value: null });
      records += 1;
    }
    onOutcome({ kind: 'emitted', commitLsn: transaction.commitLsn, records });
  }
}

/** Undefined when the last record is a delete already, or none that can be turned into one. */
function deletionOf(plan: TablePlan, last: Buffer, transaction: TransactionStamp): Buffer | undefined {
  switch (plan.mode) {
    case 'envelope':
      return deletedEnvelope(last, transaction, Date.now());
    case 'rows':
      return deletedRow(last, transaction);
    case 'outbox':
      return undefined;
  }
}

interface Envelope {
  before: unknown;
  after: unknown;
  source: Record<string, unknown>;
  op: string;
  payload?: Envelope;
}

const US_PER_MS = 1_000n;
const NS_PER_US = 1_000n;

/** The envelope of the deletion of a row whose last envelope this is; its form and profile stay as they are. */
export function deletedEnvelope(last: Buffer, transaction: TransactionStamp, nowMs: number): Buffer | undefined {
  const value = parseExactly(last.toString('utf8')) as Envelope;
  // With schemas on, the envelope is the payload beside its schema.
  const envelope = value.payload ?? value;
  if (envelope.op === 'd' || envelope.after === null || envelope.after === undefined) return undefined;
  const lsn = String(transaction.commitLsn);
  envelope.before = envelope.after;
  envelope.after = null;
  envelope.op = 'd';
  Object.assign(
    envelope.source,
    { snapshot: 'true', sequence: `[null,"${lsn}"]`, txId: null, lsn: JSON.rawJSON(lsn) },
    'event_id' in envelope.source ? { event_id: null } : {},
    times(transaction.commitTimeUs),
  );
  Object.assign(envelope, times(BigInt(nowMs) * US_PER_MS));
  return Buffer.from(JSON.stringify(value));
}

type FlatRow = Record<string, unknown>;

/** The flat row of a deletion; see RowsEncoder. */
export function deletedRow(last: Buffer, transaction: TransactionStamp): Buffer | undefined {
  const value = parseExactly(last.toString('utf8')) as FlatRow | { readonly payload: FlatRow };
  // With schemas on, the row is the payload beside its schema; without, a column may have that name.
  const row = '__op' in value ? value : (value.payload as FlatRow);
  if (row['__deleted'] === true) return undefined;
  Object.assign(row, {
    __op: 'd',
    __deleted: true,
    __lsn: JSON.rawJSON(String(transaction.commitLsn)),
    __event_id: null,
    __source_ts_ms: transaction.commitTimeMs,
    __version: transaction.eventIdPrefix.replaceAll('-', '/') + eventIndexText(0, 0),
  });
  return Buffer.from(JSON.stringify(value));
}

/** Nanoseconds pass 2^53: written as text, never through a number. */
const times = (us: bigint) => ({
  ts_ms: JSON.rawJSON(String(us / US_PER_MS)),
  ts_us: JSON.rawJSON(String(us)),
  ts_ns: JSON.rawJSON(String(us * NS_PER_US)),
});

/** Numbers keep their digits: 64-bit ones would lose some on the way through a double. */
function parseExactly(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown, context: { source?: string }) =>
    typeof value === 'number' && context.source !== undefined ? JSON.rawJSON(context.source) : value,
  );
}

declare global {
  interface JSON {
    /** A primitive that is written as this text. */
    rawJSON(text: string): object;
    parse(text: string, reviver: (name: string, value: unknown, context: { source?: string }) => unknown): unknown;
  }
}
