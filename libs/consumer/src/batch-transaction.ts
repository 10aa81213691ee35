/** One transaction: position row, effects, position. What makes an effect happen exactly once. */
import type { StoredRecord } from '@vf/event-bus';
import { type Kysely, type Transaction, sql } from 'kysely';
import type { ConsumerPositionTables } from './consumer-position.js';
import type { DeadLetters } from './dead-letters.js';
import { dropApplied } from './drop-applied.js';
import { ConsumerStoppedError, PoisonRecordError } from './errors.js';
import { type Refusal, parseRecord } from './parse-record.js';
import { type PositionKey, lockPosition, savePosition } from './position-store.js';
import type { BatchHandler, BatchRoute, ConsumedRecord } from './record-batch.js';

/** Bounds of a batch's transaction, so that a member that hangs or sleeps cannot hold the row for ever. */
export interface TransactionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Also bounds the wait for Kafka to take dead letters, which happens inside. */
  readonly idleInTransactionTimeoutMs: number;
}

/** Records of one partition that go into one transaction. */
export interface Slice {
  readonly key: PositionKey;
  readonly records: readonly StoredRecord[];
  /** Where the position is when they are done. */
  readonly nextOffset: bigint;
  /** Why the one record of the slice is not given to the handler, when that is known already. */
  readonly refuse?: Omit<Refusal, 'record'>;
}

/** What the transaction came to. */
export interface Applied {
  /** The stored position now; above the slice's own when another member was faster. */
  readonly nextOffset: bigint;
  readonly applied: number;
  readonly duplicates: number;
  readonly refused: readonly Refusal[];
}

/** Applies a slice and commits. Throws what the handler or the database threw; then nothing has happened. */
export async function applySlice<DB>(
  db: Kysely<DB>,
  slice: Slice,
  route: BatchRoute<DB> & { readonly handle: BatchHandler<DB, unknown> },
  deadLetters: DeadLetters,
  limits: TransactionLimits,
): Promise<Applied> {
  return db.transaction().execute(async (tx) => {
    // The position table is there in every database that consumes: positions were loaded from it before any batch.
    const positions = tx as unknown as Transaction<ConsumerPositionTables>;
    await boundTransaction(positions, limits);
    const position = await lockPosition(positions, slice.key);
    // The topic was made again and its row moved on: this is a member that does not know yet.
    if (!position) return { nextOffset: slice.nextOffset, applied: 0, duplicates: slice.records.length, refused: [] };
    if (position.nextOffset >= slice.nextOffset) {
      return { nextOffset: position.nextOffset, applied: 0, duplicates: slice.records.length, refused: [] };
    }
    const { fresh, duplicates, lastEventId } = dropApplied(slice.records, position);
    const { records, refused } = sort(fresh, slice, route);
    if (refused.length > 0) await deadLetters.write(refused);
    const { topic, partition, incarnation } = slice.key;
    const next = { nextOffset: slice.nextOffset, lastEventId };
    if (records.length > 0) {
      await route.handle(
        { topic, partition, records },
        { tx, topic, partition, topicIncarnation: incarnation, ...next },
      );
    }
    await savePosition(positions, slice.key, next);
    return { nextOffset: slice.nextOffset, applied: records.length, duplicates, refused };
  });
}

/** Parses. Where the topic is to stop, a refusal is thrown: bisecting applies what comes before it first. */
function sort<DB>(fresh: readonly StoredRecord[], slice: Slice, route: BatchRoute<DB>) {
  const records: ConsumedRecord<unknown>[] = [];
  const refused: Refusal[] = [];
  for (const record of fresh) {
    const parsed = slice.refuse
      ? ({ kind: 'refused', refusal: { record, ...slice.refuse } } as const)
      : parseRecord(record, route.schema);
    if (parsed.kind === 'record') records.push(parsed.record);
    if (parsed.kind === 'refused') refused.push(parsed.refusal);
  }
  const [first] = refused;
  if (first && route.poison === 'stop') throw new PoisonRecordError(first.code, first.reason);
  return { records, refused };
}

/** For a topic whose policy is to stop. */
export function stoppedAt({ record, code, reason }: Refusal): ConsumerStoppedError {
  const at = `${record.topic}/${record.partition} offset ${record.offset.toString()}`;
  return new ConsumerStoppedError(
    `record at ${at} can not be applied (${code}: ${reason}), and this topic is to stop then: mend the handler or the ` +
      'record; to leave it out, set next_offset of this row of consumer_position to the offset after it',
  );
}

async function boundTransaction(tx: Transaction<ConsumerPositionTables>, limits: TransactionLimits): Promise<void> {
  const text = (ms: number) => `${ms}ms`;
  await sql`select set_config('lock_timeout', ${text(limits.lockTimeoutMs)}, true),
    set_config('statement_timeout', ${text(limits.statementTimeoutMs)}, true),
    set_config('idle_in_transaction_session_timeout', ${text(limits.idleInTransactionTimeoutMs)}, true)`.execute(tx);
}
