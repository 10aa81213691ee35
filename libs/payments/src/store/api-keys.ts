/** What an operator does with keys: look, rotate, revoke. Needs a login of the group app_admin, or the owner's. */
import { sql } from 'kysely';
import { isScope, type Scope } from '../domain/api-key.js';
import type { Actor } from '../domain/audit.js';
import { insertKey, type NewKey } from './api-clients.js';
import { writeDown } from './audit-log.js';
import type { PaymentsDatabase } from './database.js';

export interface ListedKey {
  readonly id: string;
  readonly hint: string | null;
  readonly clientId: string;
  readonly clientName: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** To within an hour; null when it never was. */
  readonly lastUsedAt: Date | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

/** All keys, or those of one client, newest first. */
export async function listApiKeys(db: PaymentsDatabase, clientName?: string): Promise<ListedKey[]> {
  const rows = await db
    .selectFrom('api_keys as key')
    .innerJoin('api_clients as client', 'client.id', 'key.client_id')
    .select(['key.id', 'key.hint', 'key.client_id', 'client.name', 'key.scopes', 'key.created_at', 'key.expires_at'])
    .select(['key.revoked_at', 'key.last_used_at', sql<boolean>`key.expires_at <= now()`.as('is_expired')])
    .$if(clientName !== undefined, (query) => query.where('client.name', '=', clientName ?? ''))
    .orderBy('key.created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    hint: row.hint,
    clientId: row.client_id,
    clientName: row.name,
    scopes: row.scopes.filter(isScope),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    state: row.revoked_at ? 'revoked' : row.is_expired ? 'expired' : 'active',
  }));
}

export interface Rotation extends Pick<NewKey, 'keyHash' | 'hint' | 'expiresAt'> {
  readonly keyId: string;
  /** How long the old key still works beside the new one. */
  readonly overlapMs: number;
  readonly reason: string;
  readonly actor: Actor;
}

/**
 * Gives the key's client a new key with the same scopes; the old one expires after the overlap, or when it would have
 * anyway. Undefined when there is no such key that still works.
 */
export async function rotateApiKey(db: PaymentsDatabase, rotation: Rotation) {
  const { keyId, overlapMs, actor, reason, ...fresh } = rotation;
  return db.transaction().execute(async (tx) => {
    const old = await tx
      .selectFrom('api_keys')
      .select(['client_id', 'scopes', 'expires_at'])
      .where('id', '=', keyId)
      .where('revoked_at', 'is', null)
      .where('replaced_by', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', eb.fn<Date>('now'))]))
      .forUpdate()
      .executeTakeFirst();
    if (!old) return undefined;
    const newKeyId = await insertKey(tx, old.client_id, { ...fresh, scopes: old.scopes.filter(isScope) });
    const { expires_at: oldExpiresAt } = await tx
      .updateTable('api_keys')
      .set({
        replaced_by: newKeyId,
        expires_at: sql<Date>`least(expires_at, now() + ${overlapMs}::bigint * interval '1 millisecond')`,
      })
      .where('id', '=', keyId)
      .returning('expires_at')
      .executeTakeFirstOrThrow();
    await writeDown(tx, {
      actor,
      action: 'api_key.rotate',
      objectKind: 'api_key',
      objectId: keyId,
      reason,
      before: { expires_at: old.expires_at },
      after: { expires_at: oldExpiresAt, replaced_by: newKeyId },
    });
    return { newKeyId, oldExpiresAt, clientId: old.client_id };
  });
}

/** Ends a key at once; a process may believe it for its few seconds of cache. False when it was not there to end. */
export async function revokeApiKey(
  db: PaymentsDatabase,
  asked: { readonly keyId: string; readonly reason: string; readonly actor: Actor },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('api_keys')
      .set({ revoked_at: sql<Date>`now()` })
      .where('id', '=', asked.keyId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await writeDown(tx, {
      actor: asked.actor,
      action: 'api_key.revoke',
      objectKind: 'api_key',
      objectId: asked.keyId,
      reason: asked.reason,
    });
    return true;
  });
}

/** Sets how many requests the client may make in a window; null: as many as the deployment says. False: no such client. */
export async function limitClient(
  db: PaymentsDatabase,
  asked: {
    readonly clientName: string;
    readonly rateLimit: number | null;
    readonly reason: string;
    readonly actor: Actor;
  },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const client = await tx
      .selectFrom('api_clients')
      .select(['id', 'rate_limit'])
      .where('name', '=', asked.clientName)
      .executeTakeFirst();
    if (!client) return false;
    await tx.updateTable('api_clients').set({ rate_limit: asked.rateLimit }).where('id', '=', client.id).execute();
    await writeDown(tx, {
      actor: asked.actor,
      action: 'api_client.limit',
      objectKind: 'api_client',
      objectId: client.id,
      reason: asked.reason,
      before: { rate_limit: client.rate_limit },
      after: { rate_limit: asked.rateLimit },
    });
    return true;
  });
}
