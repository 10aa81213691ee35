/** Writes of users and wallets. What the database refuses by a constraint comes back as a value. */
import type { Currency } from '@vf/money';
import pg from 'pg';
import type { NewUser, User, Wallet } from '../domain/accounts.js';
import type { PaymentsDatabase } from './database.js';
import { findUser, findWallet } from './queries.js';

export type Registered = { readonly user: User } | { readonly taken: 'email' | 'phone' };
export type Opened = { readonly wallet: Wallet } | { readonly refused: 'user_not_found' | 'wallet_exists' };

const UNIQUE_VIOLATION = '23505';

/** Registers a user of the client. Email and phone are unique on the platform, as the schema has it. */
export async function registerUser(db: PaymentsDatabase, user: NewUser): Promise<Registered> {
  const { clientId, ...columns } = user;
  try {
    await db
      .insertInto('users')
      .values({ ...columns, client_id: clientId })
      .execute();
  } catch (err) {
    const constraint = violatedUnique(err);
    if (constraint === 'users_email_key') return { taken: 'email' };
    if (constraint === 'users_phone_key') return { taken: 'phone' };
    throw err;
  }
  const found = await findUser(db, clientId, user.id);
  if (!found) throw new Error('a user just registered can not be read');
  return { user: found };
}

/** Opens the wallet of a user of the client; a user has one. Starts empty. */
export async function openWallet(
  db: PaymentsDatabase,
  asked: { readonly id: string; readonly clientId: string; readonly userId: string; readonly currency: Currency },
): Promise<Opened> {
  try {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('wallets')
      .columns(['id', 'user_id', 'currency'])
      .expression((eb) =>
        eb
          .selectFrom('users')
          .select([eb.cast<string>(eb.val(asked.id), 'uuid').as('id'), 'users.id as user_id'])
          .select(eb.cast<string>(eb.val(asked.currency), 'text').as('currency'))
          .where('users.id', '=', asked.userId)
          .where('users.client_id', '=', asked.clientId),
      )
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return { refused: 'user_not_found' };
  } catch (err) {
    if (violatedUnique(err) === 'wallets_user_id_key') return { refused: 'wallet_exists' };
    throw err;
  }
  const wallet = await findWallet(db, asked.clientId, asked.id);
  if (!wallet) throw new Error('a wallet just opened can not be read');
  return { wallet };
}

function violatedUnique(err: unknown): string | undefined {
  return err instanceof pg.DatabaseError && err.code === UNIQUE_VIOLATION ? err.constraint : undefined;
}
