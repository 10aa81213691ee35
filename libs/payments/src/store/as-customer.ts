import { sql } from 'kysely';
import type { PaymentsDatabase } from './database.js';

/**
 * Runs a read as the customer whose rows it is about: as app_reader, with app.current_user_id set. Row security then
 * shows this user's rows and no others, also where the query forgets to ask for them. Both settings end with the
 * transaction, so the connection goes back to the pool as it came.
 */
export function asCustomer<T>(
  db: PaymentsDatabase,
  userId: string,
  read: (tx: PaymentsDatabase) => Promise<T>,
): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`SELECT set_config('app.current_user_id', ${userId}, true), set_config('role', 'app_reader', true)`.execute(
        tx,
      );
      return read(tx);
    });
}
