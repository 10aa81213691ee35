/** What a client sees of its deliveries, and how events become deliveries. */
import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import {
  hearsOf,
  type WebhookAttempt,
  type WebhookDeliveryStatus,
  type WebhookEventToStore,
} from '../domain/webhook.js';
import type { Micros } from '../domain/posting.js';
import type { PaymentsDatabase } from './database.js';
import type { DB } from './db.generated.js';
import { microsOf } from './micros.js';

const DAY_S = 86_400;
/** For how long a delivery is tried. */
const GIVE_UP_AFTER_S = 3 * DAY_S;
/**
 * For how long deliveries are kept, by the time of their change. A change older than that makes no delivery: a topic
 * read again from the beginning must not send what was deleted since.
 */
const RETENTION_S = 30 * DAY_S;
const RETENTION_BATCH_ROWS = 1_000;

export interface WebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: WebhookDeliveryStatus;
  readonly nextAttemptAt: Micros;
  readonly createdAt: Micros;
  readonly settledAt: Micros | null;
  readonly attempts: readonly (WebhookAttempt & { readonly number: number })[];
}

/**
 * Makes one delivery per event and endpoint of the event's client that is enabled, hears of it, and was there when the
 * change was committed. Events that have one already add nothing. Gives back how many were made.
 */
export async function storeWebhookEvents(tx: Transaction<DB>, events: readonly WebhookEventToStore[]): Promise<number> {
  if (events.length === 0) return 0;
  const clients = [...new Set(events.map((event) => event.clientId))];
  const endpoints = await tx
    .selectFrom('webhook_endpoints')
    .select(['id', 'client_id', 'event_types', 'created_at'])
    .where('client_id', 'in', clients)
    .where('is_enabled', '=', true)
    // Held until the commit, so that an endpoint deleted meanwhile is waited for and not stumbled over.
    .forKeyShare()
    .execute();
  const deliveries = events.flatMap((event) =>
    endpoints
      .filter((endpoint) => endpoint.client_id === event.clientId)
      .filter((endpoint) => endpoint.created_at.getTime() <= event.occurredAtMs)
      .filter((endpoint) => hearsOf({ eventTypes: endpoint.event_types }, event.type))
      .map((endpoint) => ({ ...event, endpointId: endpoint.id, deliveryId: uuidv7() })),
  );
  if (deliveries.length === 0) return 0;
  const column = <T>(of: (delivery: (typeof deliveries)[number]) => T) => deliveries.map(of);
  const result = await sql`
    INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_type, body, occurred_at, give_up_at)
    SELECT id, endpoint_id, event_id, event_type, body, to_timestamp(occurred_ms / 1000),
      clock_timestamp() + make_interval(secs => ${GIVE_UP_AFTER_S})
    FROM unnest(
      ${column((d) => d.deliveryId)}::uuid[], ${column((d) => d.endpointId)}::uuid[], ${column((d) => d.id)}::uuid[],
      ${column((d) => d.type)}::text[], ${column((d) => d.body)}::text[], ${column((d) => d.occurredAtMs)}::float8[]
    ) AS made (id, endpoint_id, event_id, event_type, body, occurred_ms)
    WHERE to_timestamp(occurred_ms / 1000) > clock_timestamp() - make_interval(secs => ${RETENTION_S})
    ON CONFLICT (endpoint_id, event_id) DO NOTHING`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Deletes what is past retention, a batch at a time. Gives back how many; call again while it is not zero. */
export async function deleteOldWebhookDeliveries(db: PaymentsDatabase): Promise<number> {
  const result = await sql`
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries
      WHERE occurred_at < clock_timestamp() - make_interval(secs => ${RETENTION_S})
      ORDER BY occurred_at LIMIT ${RETENTION_BATCH_ROWS} FOR UPDATE SKIP LOCKED)`.execute(db);
  return Number(result.numAffectedRows ?? 0n);
}

/** Newest first, from below the delivery of that id. */
export async function listWebhookDeliveries(
  db: PaymentsDatabase,
  asked: { readonly clientId: string; readonly endpointId: string; readonly before?: string; readonly limit: number },
): Promise<WebhookDelivery[]> {
  let query = deliveriesOf(db, asked.clientId).where('d.endpoint_id', '=', asked.endpointId);
  if (asked.before !== undefined) query = query.where('d.id', '<', asked.before);
  const rows = await query.orderBy('d.id', 'desc').limit(asked.limit).execute();
  return rows.map(deliveryOf);
}

/**
 * Has the delivery tried again at once, and for three days if need be, whatever came of it before. One that is under
 * way is left alone. Undefined when the client has no such delivery.
 */
export async function resendWebhookDelivery(
  db: PaymentsDatabase,
  clientId: string,
  id: string,
): Promise<WebhookDelivery | undefined> {
  await db
    .updateTable('webhook_deliveries')
    .set({
      status: 'pending',
      settled_at: null,
      failures: 0,
      claimed_until: null,
      next_attempt_at: sql<Date>`clock_timestamp()`,
      give_up_at: sql<Date>`clock_timestamp() + make_interval(secs => ${GIVE_UP_AFTER_S})`,
    })
    .where('id', '=', id)
    .where('endpoint_id', 'in', (eb) =>
      eb.selectFrom('webhook_endpoints').select('webhook_endpoints.id').where('client_id', '=', clientId),
    )
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`clock_timestamp()`)]))
    .execute();
  const row = await deliveriesOf(db, clientId).where('d.id', '=', id).executeTakeFirst();
  return row && deliveryOf(row);
}

const attemptsOfDelivery = sql<readonly AttemptRow[]>`coalesce((
  SELECT json_agg(json_build_object('number', a.number, 'startedAtMs', extract(epoch FROM a.started_at) * 1000,
    'durationMs', a.duration_ms, 'status', a.status, 'error', a.error, 'responseHead', a.response_head) ORDER BY a.number)
  FROM webhook_attempts a WHERE a.delivery_id = d.id), '[]')`;

type AttemptRow = WebhookDelivery['attempts'][number];

const deliveriesOf = (db: PaymentsDatabase, clientId: string) =>
  db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_endpoints as e', 'e.id', 'd.endpoint_id')
    .select(['d.id', 'd.endpoint_id', 'd.event_id', 'd.event_type', 'd.status'])
    .select(microsOf(sql.ref('d.next_attempt_at')).as('next_attempt_us'))
    .select(microsOf(sql.ref('d.created_at')).as('created_us'))
    .select(microsOf(sql.ref('d.settled_at')).$castTo<string | null>().as('settled_us'))
    .select(attemptsOfDelivery.as('attempts'))
    .where('e.client_id', '=', clientId);

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof deliveriesOf>['execute']>>[number];

const deliveryOf = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  eventId: row.event_id,
  eventType: row.event_type,
  status: row.status as WebhookDeliveryStatus,
  nextAttemptAt: BigInt(row.next_attempt_us),
  createdAt: BigInt(row.created_us),
  settledAt: row.settled_us === null ? null : BigInt(row.settled_us),
  attempts: row.attempts,
});
