/** What a client reads: only its own users, their wallets and its payments. Everything else is not there. */
import { parseDecimal } from '@vf/money';
import { sql } from 'kysely';
import type { Checkout, Payment, Refund, User, Wallet } from '../domain/accounts.js';
import type { PaymentsDatabase } from './database.js';
import type { JsonValue } from './db.generated.js';
import { microsOf } from './micros.js';
import { lockedPaymentOf } from './operation-rows.js';
import { selectPayments } from './payment-columns.js';

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
  const row = await selectPayments(db)
    .where('payments.id', '=', id)
    .where('payments.client_id', '=', clientId)
    .executeTakeFirst();
  return row && lockedPaymentOf(row);
}

export async function findRefund(db: PaymentsDatabase, clientId: string, id: string): Promise<Refund | undefined> {
  const row = await db
    .selectFrom('refunds')
    .select(['id', 'payment_id', 'amount', 'fee_returned', 'currency', 'status', 'failure_code', 'reason'])
    .select(sql<string>`metadata::text`.as('metadata'))
    .select(microsOf(sql.ref('created_at')).as('created_at_us'))
    .where('id', '=', id)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      paymentId: row.payment_id,
      amount: parseDecimal(row.amount),
      feeReturned: parseDecimal(row.fee_returned),
      currency: row.currency,
      status: row.status,
      failureCode: row.failure_code,
      reason: row.reason,
      metadata: row.metadata,
      createdAt: BigInt(row.created_at_us),
    }
  );
}

export async function findCheckout(db: PaymentsDatabase, clientId: string, id: string): Promise<Checkout | undefined> {
  const row = await db
    .selectFrom('checkouts')
    .select(['id', 'client_reference', 'sender_id', 'sender_wallet_id', 'amount', 'fee', 'fee_bearer', 'currency'])
    .select(['status', 'failure_code', 'provider', sql<string>`metadata::text`.as('metadata')])
    .select(microsOf(sql.ref('created_at')).as('created_at_us'))
    .where('id', '=', id)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  if (!row) return undefined;
  // The payer's wallet is in each leg, so their times are their order.
  const legs = await selectPayments(db).where('checkout_id', '=', id).orderBy('payments.created_at').execute();
  return {
    id: row.id,
    clientReference: row.client_reference,
    senderId: row.sender_id,
    senderWalletId: row.sender_wallet_id,
    amount: parseDecimal(row.amount),
    fee: parseDecimal(row.fee),
    feeBearer: row.fee_bearer === 'sender' ? 'sender' : 'recipient',
    currency: row.currency,
    status: row.status,
    failureCode: row.failure_code,
    provider: row.provider,
    metadata: row.metadata,
    payments: legs.map((leg) => lockedPaymentOf(leg)),
    createdAt: BigInt(row.created_at_us),
  };
}

/** Holds that are over by the database's clock, the longest first; by index, so the open ones cost nothing. */
export async function dueHolds(db: PaymentsDatabase, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('holds')
    .select('payment_id')
    .where('state', '=', 'open')
    .where('expires_at', '<=', sql<Date>`clock_timestamp()`)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(({ payment_id: paymentId }) => paymentId);
}

/** Metadata is written as an object only; whatever else an operator put there is shown as empty, not as a fault. */
function objectOf(json: JsonValue): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
}
