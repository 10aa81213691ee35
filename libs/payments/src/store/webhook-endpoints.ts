/** Webhook endpoints, each seen by the client that made it alone. */
import { sql } from 'kysely';
import type { WebhookEndpoint } from '../domain/webhook.js';
import type { PaymentsDatabase } from './database.js';
import { microsOf } from './micros.js';

/** So that one client's events do not become an unbounded number of requests. */
const MAX_ENDPOINTS_OF_CLIENT = 16;

export interface NewWebhookEndpoint {
  readonly id: string;
  readonly clientId: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly secret: string;
}

/** Undefined when the client has as many as it may have. */
export async function addWebhookEndpoint(
  db: PaymentsDatabase,
  endpoint: NewWebhookEndpoint,
): Promise<WebhookEndpoint | undefined> {
  return db.transaction().execute(async (tx) => {
    // Makes the count true until the commit. Not a lock on the client's row: the service has no right to change it.
    await sql`select pg_advisory_xact_lock(hashtextextended(${endpoint.clientId}, 35))`.execute(tx);
    const { count } = await tx
      .selectFrom('webhook_endpoints')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('client_id', '=', endpoint.clientId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_ENDPOINTS_OF_CLIENT) return undefined;
    const { clientId, eventTypes, ...same } = endpoint;
    await tx
      .insertInto('webhook_endpoints')
      .values({ ...same, client_id: clientId, event_types: [...eventTypes] })
      .execute();
    return findWebhookEndpoint(tx, clientId, endpoint.id);
  });
}

export async function findWebhookEndpoint(
  db: PaymentsDatabase,
  clientId: string,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const row = await endpointsOf(db, clientId).where('id', '=', id).executeTakeFirst();
  return row && endpointOf(row);
}

/** All of the client's, in the order in which they were made. */
export async function listWebhookEndpoints(db: PaymentsDatabase, clientId: string): Promise<WebhookEndpoint[]> {
  return (await endpointsOf(db, clientId).orderBy('id').execute()).map(endpointOf);
}

/** Deletes it with all its deliveries. False when the client has no such endpoint. */
export async function deleteWebhookEndpoint(db: PaymentsDatabase, clientId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_endpoints')
    .where('client_id', '=', clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** While disabled, events make no deliveries, and those that wait go on waiting. */
export async function enableWebhookEndpoint(
  db: PaymentsDatabase,
  { clientId, id, isEnabled }: { readonly clientId: string; readonly id: string; readonly isEnabled: boolean },
): Promise<WebhookEndpoint | undefined> {
  await db
    .updateTable('webhook_endpoints')
    .set({ is_enabled: isEnabled })
    .where('client_id', '=', clientId)
    .where('id', '=', id)
    .execute();
  return findWebhookEndpoint(db, clientId, id);
}

export interface SecretRotation {
  readonly clientId: string;
  readonly id: string;
  readonly secret: string;
  /** How long the former secret signs beside the new one; the one before the former ends at once. */
  readonly overlapSeconds: number;
}

export async function rotateWebhookSecret(
  db: PaymentsDatabase,
  { clientId, id, secret, overlapSeconds }: SecretRotation,
): Promise<WebhookEndpoint | undefined> {
  await db
    .updateTable('webhook_endpoints')
    .set((eb) => ({
      secret,
      previous_secret: eb.ref('secret'),
      previous_secret_expires_at: sql<Date>`clock_timestamp() + make_interval(secs => ${overlapSeconds})`,
    }))
    .where('client_id', '=', clientId)
    .where('id', '=', id)
    .execute();
  return findWebhookEndpoint(db, clientId, id);
}

const endpointsOf = (db: PaymentsDatabase, clientId: string) =>
  db
    .selectFrom('webhook_endpoints')
    .select(['id', 'client_id', 'url', 'event_types', 'is_enabled'])
    .select(microsOf(sql.ref('created_at')).as('created_at_us'))
    .select(microsOf(sql.ref('previous_secret_expires_at')).$castTo<string | null>().as('previous_expires_us'))
    .where('client_id', '=', clientId);

type EndpointRow = Awaited<ReturnType<ReturnType<typeof endpointsOf>['execute']>>[number];

const endpointOf = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  clientId: row.client_id,
  url: row.url,
  eventTypes: row.event_types,
  isEnabled: row.is_enabled,
  previousSecretExpiresAt: row.previous_expires_us === null ? null : BigInt(row.previous_expires_us),
  createdAt: BigInt(row.created_at_us),
});
