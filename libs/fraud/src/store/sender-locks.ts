import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { FraudTransaction } from './fraud-database.js';

/** Advisory locks are entries of a table that all sessions share: one a sender could fill it, a bounded set cannot. */
const LOCK_BUCKETS = 1024;
/** First key of PostgreSQL's two-key advisory locks: keeps ours apart from any other use in the database. */
const LOCK_CLASS = 0x66726175;

/**
 * Until the transaction ends, nobody else judges these senders. A sender's payments share a partition, so the lock is
 * free but for a consumer that lost its partition and does not know it yet. Taken in one order, so it cannot deadlock.
 */
export async function lockSenders(tx: FraudTransaction, senderIds: Iterable<string>): Promise<void> {
  const buckets = [...new Set(Array.from(senderIds, bucketOf))].sort((a, b) => a - b);
  await sql`SELECT pg_advisory_xact_lock(${LOCK_CLASS}, bucket) FROM unnest(${buckets}::int[]) AS bucket`.execute(tx);
}

const bucketOf = (senderId: string) => createHash('sha256').update(senderId).digest().readUInt32BE(0) % LOCK_BUCKETS;
