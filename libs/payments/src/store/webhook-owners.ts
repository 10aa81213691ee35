/** Whom an event concerns: the client of a user, and the wallets of users. None of it ever changes. */
import type { Transaction } from 'kysely';
import type { DB } from './db.generated.js';

export interface WebhookOwner {
  readonly clientId: string | null;
  readonly walletId: string | null;
}

/** By user id. A user that is not there is left out. */
export async function webhookOwnersOf(
  tx: Transaction<DB>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, WebhookOwner>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('users')
    .leftJoin('wallets', 'wallets.user_id', 'users.id')
    .select(['users.id', 'users.client_id', 'wallets.id as wallet_id'])
    .where('users.id', 'in', [...new Set(userIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, { clientId: row.client_id, walletId: row.wallet_id }]));
}
