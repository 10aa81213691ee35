/** How workers share deliveries: claims that end by themselves, so that what a dead worker held is taken up again. */
import { sql } from 'kysely';
import { isAcknowledged, nextAttemptAtMs, type ClaimedDelivery, type WebhookAttempt } from '../domain/webhook.js';
import type { PaymentsDatabase } from './database.js';

export interface ClaimLimits {
  /** Deliveries to claim at most. */
  readonly deliveries: number;
  /** Under way at once to one endpoint, over all workers. */
  readonly perEndpoint: number;
  /** How long a claim holds; longer than an attempt can take. */
  readonly claimMs: number;
}

/** Endpoints looked at in one claim. The order is random, so that none is always the last. */
const ENDPOINTS_PER_CLAIM = 100;

/**
 * Claims due deliveries of enabled endpoints and counts the attempt. The endpoints' rows are locked first, and another
 * statement counts what is under way to each: in one statement two workers would each count without the other's claims.
 */
export async function claimWebhookDeliveries(db: PaymentsDatabase, limits: ClaimLimits): Promise<ClaimedDelivery[]> {
  return db.transaction().execute(async (tx) => {
    const { rows: endpoints } = await sql<{ id: string }>`
      SELECT e.id FROM webhook_endpoints e
      WHERE e.is_enabled AND EXISTS (
        SELECT FROM webhook_deliveries d
        WHERE d.endpoint_id = e.id AND d.status = 'pending' AND d.next_attempt_at <= clock_timestamp())
      ORDER BY random() LIMIT ${ENDPOINTS_PER_CLAIM} FOR NO KEY UPDATE SKIP LOCKED`.execute(tx);
    if (endpoints.length === 0) return [];
    const { rows } = await sql<ClaimedRow>`
      WITH due AS (
        SELECT d.id FROM unnest(${endpoints.map(({ id }) => id)}::uuid[]) AS e (id), LATERAL (
          SELECT id FROM webhook_deliveries
          WHERE endpoint_id = e.id AND status = 'pending' AND next_attempt_at <= clock_timestamp()
          ORDER BY next_attempt_at
          LIMIT greatest(0, ${limits.perEndpoint}::int - (
            SELECT count(*) FROM webhook_deliveries
            WHERE endpoint_id = e.id AND claimed_until > clock_timestamp()))
          FOR UPDATE SKIP LOCKED) AS d
        LIMIT ${limits.deliveries})
      UPDATE webhook_deliveries d
      SET attempts = attempts + 1,
        next_attempt_at = clock_timestamp() + make_interval(secs => ${limits.claimMs / 1_000}),
        claimed_until = clock_timestamp() + make_interval(secs => ${limits.claimMs / 1_000})
      FROM due, webhook_endpoints e
      WHERE d.id = due.id AND e.id = d.endpoint_id
      RETURNING d.id, d.endpoint_id, d.body, d.attempts, d.failures, e.url, e.secret,
        CASE WHEN e.previous_secret_expires_at > clock_timestamp() THEN e.previous_secret END AS previous_secret,
        extract(epoch FROM d.give_up_at)::float8 * 1000 AS give_up_ms`.execute(tx);
    return rows.map(claimedOf);
  });
}

/**
 * Notes what came of an attempt. An acknowledgement settles the delivery whoever holds it by now; a failure is left to
 * the newer attempt, if there is one. A delivery deleted meanwhile leaves nothing behind.
 */
export async function settleWebhookAttempt(
  db: PaymentsDatabase,
  delivery: ClaimedDelivery,
  attempt: WebhookAttempt,
  { nowMs, random }: { readonly nowMs: number; readonly random?: () => number },
): Promise<void> {
  const next = isAcknowledged(attempt)
    ? ('delivered' as const)
    : (nextAttemptAtMs(delivery.failures + 1, { nowMs, giveUpAtMs: delivery.giveUpAtMs }, random) ??
      ('failed' as const));
  await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('webhook_deliveries')
      .select(['attempts', 'status'])
      .where('id', '=', delivery.id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!known) return;
    await tx
      .insertInto('webhook_attempts')
      .values({
        delivery_id: delivery.id,
        number: delivery.attempt,
        started_at: new Date(attempt.startedAtMs),
        duration_ms: attempt.durationMs,
        status: attempt.status,
        error: attempt.error,
        response_head: attempt.responseHead,
      })
      .execute();
    const isNewest = known.attempts === delivery.attempt;
    if (known.status !== 'pending' || (!isNewest && next !== 'delivered')) return;
    const change =
      typeof next === 'number'
        ? { next_attempt_at: new Date(next) }
        : { status: next, settled_at: sql<Date>`clock_timestamp()` };
    await tx
      .updateTable('webhook_deliveries')
      .set((eb) => ({
        ...change,
        claimed_until: null,
        failures: next === 'delivered' ? eb.ref('failures') : eb('failures', '+', 1),
      }))
      .where('id', '=', delivery.id)
      .execute();
  });
}

interface ClaimedRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly body: string;
  readonly attempts: number;
  readonly failures: number;
  readonly url: string;
  readonly secret: string;
  readonly previous_secret: string | null;
  readonly give_up_ms: number;
}

const claimedOf = (row: ClaimedRow): ClaimedDelivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  url: row.url,
  body: row.body,
  secrets: row.previous_secret === null ? [row.secret] : [row.secret, row.previous_secret],
  attempt: row.attempts,
  failures: row.failures,
  giveUpAtMs: row.give_up_ms,
});
