/** The progress marks, and the cut that the applied offsets allow. */
import { sql } from 'kysely';
import { formatLsn, parseLsn } from '../domain/commit-position.js';
import { concerns, selectCut, type ProgressMark } from '../domain/cut.js';
import type { LedgerTransaction } from './ledger-database.js';

/** Whose positions count: this service's consumer group, and the change topics it reads. */
export interface ConsumedTopics {
  readonly groupId: string;
  readonly topics: ReadonlySet<string>;
}

/** Marks that wait for their offsets. Of more, every other one is dropped: the cut then moves in longer steps. */
const MAX_WAITING_MARKS = 500;

/** Adds the marks that concern this service and drops those that no read will need again. */
export async function storeMarks(
  tx: LedgerTransaction,
  consumed: ConsumedTopics,
  marks: readonly ProgressMark[],
): Promise<void> {
  const own = marks.filter((mark) => concerns(mark, consumed.topics));
  await sql`
    INSERT INTO progress (pipeline, epoch, commit_lsn, committed_at_us, partitions, complete)
    SELECT * FROM unnest(
      ${own.map((mark) => mark.pipeline)}::text[],
      ${own.map((mark) => mark.epoch)}::bigint[],
      ${own.map((mark) => formatLsn(mark.lsn))}::pg_lsn[],
      ${own.map((mark) => mark.committedUs.toString())}::bigint[],
      ${own.map((mark) => JSON.stringify(mark.partitions))}::jsonb[],
      ${own.map((mark) => mark.complete)}::boolean[])
    ON CONFLICT DO NOTHING`.execute(tx);
  const cut = await currentCut(tx, consumed);
  if (cut) {
    await sql`
      DELETE FROM progress WHERE (epoch, commit_lsn) < (${cut.epoch}::bigint, ${formatLsn(cut.lsn)}::pg_lsn)`.execute(
      tx,
    );
  }
  await thinOut(tx);
}

/** Keeps the oldest, which may be the cut, and the newest, which the stream will arrive at. */
async function thinOut(tx: LedgerTransaction): Promise<void> {
  await sql`
    DELETE FROM progress USING (
      SELECT pipeline, epoch, commit_lsn, row_number() OVER oldest_first AS n, count(*) OVER () AS total
      FROM progress WINDOW oldest_first AS (ORDER BY epoch, commit_lsn)) AS mark
    WHERE (progress.pipeline, progress.epoch, progress.commit_lsn) = (mark.pipeline, mark.epoch, mark.commit_lsn)
      AND total > ${MAX_WAITING_MARKS} AND n % 2 = 0 AND n < total`.execute(tx);
}

interface MarkRow {
  pipeline: string;
  epoch: string;
  commit_lsn: string;
  committed_at_us: string;
  partitions: ProgressMark['partitions'];
  complete: boolean;
}

/**
 * The newest state of the source that is here in full, as of the transaction's snapshot. Undefined before the first mark
 * is applied. Entries of that snapshot up to the cut are all of them, so read both in one transaction.
 */
export async function currentCut(tx: LedgerTransaction, consumed: ConsumedTopics): Promise<ProgressMark | undefined> {
  const applied = await appliedOffsets(tx, consumed);
  const { rows } = await sql<MarkRow>`
    SELECT pipeline, epoch, commit_lsn, committed_at_us, partitions, complete FROM progress
    ORDER BY epoch DESC, commit_lsn DESC`.execute(tx);
  return selectCut(
    rows.map(markOf),
    consumed.topics,
    (topic, partition) => applied.get(`${topic}/${String(partition)}`) ?? 0n,
  );
}

/** Of a topic that was made again only the newest incarnation counts: marks speak of the offsets it has now. */
async function appliedOffsets(tx: LedgerTransaction, consumed: ConsumedTopics): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ topic: string; partition: number; next_offset: string }>`
    SELECT DISTINCT ON (topic, partition) topic, partition, next_offset
    FROM consumer_position WHERE group_id = ${consumed.groupId}
    ORDER BY topic, partition, updated_at DESC`.execute(tx);
  return new Map(rows.map((row) => [`${row.topic}/${String(row.partition)}`, BigInt(row.next_offset)]));
}

const markOf = (row: MarkRow): ProgressMark => ({
  pipeline: row.pipeline,
  epoch: Number(row.epoch),
  lsn: parseLsn(row.commit_lsn),
  committedUs: BigInt(row.committed_at_us),
  partitions: row.partitions,
  complete: row.complete,
});
