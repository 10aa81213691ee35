import { systemAccounts } from '@vf/contracts';
import type { PaymentsDatabase } from './database.js';

/**
 * Makes the users and wallets that the platform owns, where they are missing. Safe at every start and from several
 * processes. Not a migration: they are rows like any other, and streamed like any other.
 */
export async function provisionSystemAccounts(db: PaymentsDatabase): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('users')
      .values(systemAccounts.map(({ userId, email }) => ({ id: userId, email, role: 'admin', kyc_status: 'system' })))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    await tx
      .insertInto('wallets')
      .values(
        systemAccounts.map(({ walletId, userId, kind, currency }) => ({
          id: walletId,
          user_id: userId,
          kind,
          currency,
        })),
      )
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  });
}
