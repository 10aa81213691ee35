/** API clients and their keys, as a request meets them. */
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { isScope, type Scope } from '../domain/api-key.js';
import { OPERATOR, type Actor } from '../domain/audit.js';
import { writeDown } from './audit-log.js';
import type { PaymentsDatabase } from './database.js';

/** Who holds a key, and what the key allows. */
export interface KeyHolder {
  readonly keyId: string;
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly expiresAt: Date | null;
  /** Requests in a window of the deployment; null: the deployment's own limit. */
  readonly rateLimit: number | null;
  /** The platform's fee on the client's payments, in hundredths of a per cent. */
  readonly feeBasisPoints: number;
}

/** How stale the time of a key's last use may get. */
const LAST_USE_STEP = sql<Date>`now() - interval '1 hour'`;

/** The holder of a key that is neither revoked nor expired. */
export async function findKeyHolder(db: PaymentsDatabase, keyHash: Buffer): Promise<KeyHolder | undefined> {
  const row = await db
    .selectFrom('api_keys as key')
    .innerJoin('api_clients as client', 'client.id', 'key.client_id')
    .select(['key.id', 'key.client_id', 'key.scopes', 'key.expires_at', 'client.rate_limit'])
    .select('client.fee_basis_points')
    .select((eb) =>
      eb.or([eb('key.last_used_at', 'is', null), eb('key.last_used_at', '<', LAST_USE_STEP)]).as('use_is_news'),
    )
    .where('key.key_hash', '=', keyHash)
    .where('key.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('key.expires_at', 'is', null), eb('key.expires_at', '>', eb.fn<Date>('now'))]))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.use_is_news) await noteUse(db, row.id);
  return {
    keyId: row.id,
    clientId: row.client_id,
    scopes: new Set(row.scopes.filter(isScope)),
    expiresAt: row.expires_at,
    rateLimit: row.rate_limit,
    feeBasisPoints: row.fee_basis_points,
  };
}

/** At most about once an hour and key. That it can not be noted (read only, during failover) is no reason to refuse. */
async function noteUse(db: PaymentsDatabase, keyId: string): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: sql<Date>`now()` })
    .where('id', '=', keyId)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', LAST_USE_STEP)]))
    .execute()
    .catch(() => undefined);
}

export interface NewKey {
  readonly clientName: string;
  readonly keyHash: Buffer;
  /** Its first characters. */
  readonly hint: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly reason: string;
  readonly actor?: Actor;
  /** Of a client that is made now; one there is keeps its own. */
  readonly feeBasisPoints?: number;
}

export interface AddedKey {
  readonly keyId: string;
  readonly clientId: string;
  readonly isNewClient: boolean;
}

/** Adds a key to the client of that name, which is made if there is none. */
export async function addApiKey(db: PaymentsDatabase, key: NewKey): Promise<AddedKey> {
  return db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('api_clients')
      .values({ id: uuidv7(), name: key.clientName, fee_basis_points: key.feeBasisPoints ?? 0 })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    const { id: clientId } =
      made ??
      (await tx.selectFrom('api_clients').select('id').where('name', '=', key.clientName).executeTakeFirstOrThrow());
    const keyId = await insertKey(tx, clientId, key);
    await writeDown(tx, {
      actor: key.actor ?? OPERATOR,
      action: 'api_key.create',
      objectKind: 'api_key',
      objectId: keyId,
      reason: key.reason,
      after: { client_id: clientId, hint: key.hint, scopes: key.scopes, expires_at: key.expiresAt },
    });
    return { keyId, clientId, isNewClient: made !== undefined };
  });
}

export async function insertKey(
  tx: PaymentsDatabase,
  clientId: string,
  key: Pick<NewKey, 'keyHash' | 'hint' | 'scopes' | 'expiresAt'>,
): Promise<string> {
  const id = uuidv7();
  await tx
    .insertInto('api_keys')
    .values({
      id,
      client_id: clientId,
      key_hash: key.keyHash,
      hint: key.hint,
      scopes: [...key.scopes],
      expires_at: key.expiresAt,
    })
    .execute();
  return id;
}
