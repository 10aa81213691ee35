/** What a client reads: only its own users, their wallets and its payments. Everything else is not there. */
import { parseDecimal } from '@vf/money';
import { sql } from 'kysely';
import type { Payment, User, Wallet } from '../domain/accounts.js';
import type { PaymentsDatabase } from './database.js';
import type { JsonValue } from './db.generated.js';
import { microsOf } from './micros.js';

export async function findUser(db: PaymentsDatabase, clientId: string, id: string): Promise<User | undefined> {
  const row = await db
    .selectFrom('users')
    .select(['id', 'email', 'phone', 'role', 'kyc_status', 'metadata'])
    .select(microsOf(sql.ref('created_at')).as('created_at_us'))
    .where('id', '=', id)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { kyc_status: kycStatus, created_at_us: createdAt, metadata, ...same } = row;
  return { ...same, kycStatus, metadata: objectOf(metadata), createdAt: BigInt(createdAt) };
}

export async function findWallet(db: PaymentsDatabase, clientId: string, id: string): Promise<Wallet | undefined> {
  const row = await db
    .selectFrom('wallets')
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .select(['wallets.id', 'wallets.user_id', 'wallets.kind', 'wallets.balance', 'wallets.held', 'wallets.currency'])
    .select(['wallets.is_frozen', 'wallets.row_version'])
    .select(microsOf(sql.ref('wallets.updated_at')).as('updated_at_us'))
    .where('wallets.id', '=', id)
    .where('users.client_id', '=', clientId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      userId: row.user_id,
      kind: row.kind,
      balance: parseDecimal(row.balance),
      held: parseDecimal(row.held),
      currency: row.currency,
      isFrozen: row.is_frozen,
      updatedAt: BigInt(row.updated_at_us),
      rowVersion: BigInt(row.row_version),
    }
  );
}

export async function findPayment(db: PaymentsDatabase, clientId: string, id: string): Promise<Payment | undefined> {
  const row = await db
    .selectFrom('payments as p')
    .innerJoin('wallets as sender', 'sender.user_id', 'p.sender_id')
    .innerJoin('wallets as recipient', 'recipient.user_id', 'p.recipient_id')
    .select(['p.id', 'p.reference', 'p.client_reference', 'p.sender_id', 'p.recipient_id', 'p.amount', 'p.fee'])
    .select(['p.currency', 'p.status', 'p.failure_code', 'p.provider', 'p.metadata'])
    .select(['sender.id as sender_wallet_id', 'recipient.id as recipient_wallet_id'])
    .select(microsOf(sql.ref('p.created_at')).as('created_at_us'))
    .where('p.id', '=', id)
    .where('p.client_id', '=', clientId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      reference: row.reference,
      clientReference: row.client_reference,
      senderId: row.sender_id,
      recipientId: row.recipient_id,
      senderWalletId: row.sender_wallet_id,
      recipientWalletId: row.recipient_wallet_id,
      amount: parseDecimal(row.amount),
      fee: parseDecimal(row.fee),
      currency: row.currency,
      status: row.status,
      failureCode: row.failure_code,
      provider: row.provider,
      metadata: objectOf(row.metadata),
      createdAt: BigInt(row.created_at_us),
    }
  );
}

/** Metadata is written as an object only; whatever else an operator put there is shown as empty, not as a fault. */
function objectOf(json: JsonValue): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
}
