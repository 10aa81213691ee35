/** Whom an event concerns: the client of a user, and the wallets of users. None of it ever changes. */
import { parseDecimal } from '@vf/money';
import { sql, type Transaction } from 'kysely';
import type { Hold } from '../domain/posting.js';
import type { DB } from './db.generated.js';
import { microsOf } from './micros.js';

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

/** Terms of the holds among these payments, by payment. */
export async function webhookHoldsOf(
  tx: Transaction<DB>,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, Pick<Hold, 'authorised' | 'expiresAt'>>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('holds')
    .select(['payment_id', 'authorized_amount'])
    .select(microsOf(sql.ref('expires_at')).$castTo<string | null>().as('expires_us'))
    .where('payment_id', 'in', [...new Set(paymentIds)])
    .execute();
  return new Map(
    rows.map((row) => [
      row.payment_id,
      {
        authorised: parseDecimal(row.authorized_amount),
        expiresAt: row.expires_us === null ? null : BigInt(row.expires_us),
      },
    ]),
  );
}
