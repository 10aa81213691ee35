/** API clients and their keys. */

import { v7 as uuidv7 } from 'uuid';
import { isScope, type Scope } from '../domain/api-key.js';
import type { PaymentsDatabase } from './database.js';

/** Who holds a key, and what the key allows. */
export interface KeyHolder {
  readonly clientId: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly expiresAt: Date | null;
  /** The platform's fee on the client's payments, in hundredths of a per cent. */
  readonly feeBasisPoints: number;
}

/** The holder of a key that is neither revoked nor expired. */
export async function findKeyHolder(db: PaymentsDatabase, keyHash: Buffer): Promise<KeyHolder | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .innerJoin('api_clients', 'api_clients.id', 'api_keys.client_id')
    .select(['client_id', 'scopes', 'expires_at', 'api_clients.fee_basis_points'])
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', eb.fn<Date>('now'))]))
    .executeTakeFirst();
  return (
    row && {
      clientId: row.client_id,
      scopes: new Set(row.scopes.filter(isScope)),
      expiresAt: row.expires_at,
      feeBasisPoints: row.fee_basis_points,
    }
  );
}

export interface NewKey {
  readonly clientName: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  /** Of a client that is made now; one there is keeps its own. */
  readonly feeBasisPoints?: number;
}

/** Adds a key to the client of that name, which is made if there is none: how a client begins, and how it rotates keys. */
export async function addApiKey(
  db: PaymentsDatabase,
  key: NewKey,
): Promise<{ clientId: string; isNewClient: boolean }> {
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
    await tx
      .insertInto('api_keys')
      .values({
        id: uuidv7(),
        client_id: clientId,
        key_hash: key.keyHash,
        scopes: [...key.scopes],
        expires_at: key.expiresAt,
      })
      .execute();
    return { clientId, isNewClient: made !== undefined };
  });
}
