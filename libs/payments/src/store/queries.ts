/** What a client reads: only its own users, their wallets and its payments. Everything else is not there. */
import { parseDecimal } from '@vf/money';
import { sql } from 'kysely';
import type { Checkout, Payment, Refund, User, Wallet } from '../domain/accounts.js';
import type { PaymentsDatabase } from './database.js';
import type { JsonValue } from './db.generated.js';
import { microsOf } from './micros.js';
import { lockedPaymentOf } from './operation-rows.js';
import { selectPayments } from './payment-columns.js';

export const selectUsers = (db: PaymentsDatabase) =>
  db
    .selectFrom('users')
    .select(['id', 'email', 'phone', 'role', 'kyc_status', 'metadata'])
    .select(microsOf(sql.ref('created_at')).as('created_at_us'));

type UserRow = Awaited<ReturnType<ReturnType<typeof selectUsers>['execute']>>[number];

export function userOf(row: UserRow): User {
  const { kyc_status: kycStatus, created_at_us: createdAt, metadata, ...same } = row;
  return { ...same, kycStatus, metadata: objectOf(metadata), createdAt: BigInt(createdAt) };
}

export async function findUser(db: PaymentsDatabase, clientId: string, id: string): Promise<User | undefined> {
  const row = await selectUsers(db).where('id', '=', id).where('client_id', '=', clientId).executeTakeFirst();
  return row && userOf(row);
}

/** Whoever's user it is: for the platform's own people. */
export async function findAnyUser(db: PaymentsDatabase, id: string): Promise<User | undefined> {
  const row = await selectUsers(db).where('id', '=', id).executeTakeFirst();
  return row && userOf(row);
}

export async function findWallet(db: PaymentsDatabase, clientId: string, id: string): Promise<Wallet | undefined> {
  const [wallet] = await findWallets(db, clientId, [id]);
  return wallet;
}

/** Those of the wallets that belong to users of the client. */
export async function findWallets(
  db: PaymentsDatabase,
  clientId: string,
  ids: readonly string[],
): Promise<readonly Wallet[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('wallets')
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .select(['wallets.id', 'wallets.user_id', 'wallets.kind', 'wallets.balance', 'wallets.held', 'wallets.currency'])
    .select(['wallets.is_frozen', 'wallets.row_version'])
    .select(microsOf(sql.ref('wallets.updated_at')).as('updated_at_us'))
    .where('wallets.id', 'in', ids)
    .where('users.client_id', '=', clientId)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    balance: parseDecimal(row.balance),
    held: parseDecimal(row.held),
    currency: row.currency,
    isFrozen: row.is_frozen,
    updatedAt: BigInt(row.updated_at_us),
    rowVersion: BigInt(row.row_version),
  }));
}

/** A payment that the client made, or that moved the money of one of its users under a grant. */
export async function findPayment(db: PaymentsDatabase, clientId: string, id: string): Promise<Payment | undefined> {
  const row = await selectPayments(db)
    .where('payments.id', '=', id)
    .where((eb) =>
      eb.or([
        eb('payments.client_id', '=', clientId),
        eb.exists(
          eb
            .selectFrom('users')
            .select('users.id')
            .whereRef('users.id', 'in', sql`(payments.sender_id, payments.recipient_id)`)
            .where('users.client_id', '=', clientId),
        ),
      ]),
    )
    .executeTakeFirst();
  return row && asSeenBy(clientId, lockedPaymentOf(row));
}

/** What another client noted on its own payment is not shown to the one whose user it debited. */
export function asSeenBy(clientId: string, payment: Payment): Payment {
  return payment.clientId === clientId ? payment : { ...payment, clientReference: null, metadata: '{}' };
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
