/** A payment with all that posting and its readers know of it: parties, terms, and its hold. */
import { sql, type Kysely } from 'kysely';
import type { DB } from './db.generated.js';
import { microsOf } from './micros.js';

export interface LockedPaymentRow {
  readonly id: string;
  readonly client_id: string | null;
  readonly reference: string;
  readonly client_reference: string | null;
  readonly sender_id: string;
  readonly recipient_id: string;
  readonly sender_wallet_id: string;
  readonly recipient_wallet_id: string;
  readonly amount: string;
  readonly fee: string;
  readonly fee_bearer: string;
  readonly fee_wallet_id: string | null;
  readonly refunded_amount: string;
  readonly fee_refunded: string;
  readonly currency: string;
  readonly status: 'pending' | 'processing' | 'success' | 'failed' | 'refunded';
  readonly failure_code: string | null;
  readonly provider: string;
  readonly metadata: string;
  readonly checkout_id: string | null;
  readonly created_at_us: string;
  readonly authorized_amount: string | null;
  readonly held_amount: string | null;
  readonly fee_basis_points: number | null;
  readonly hold_state: 'open' | 'captured' | 'voided' | 'expired' | null;
  readonly expires_at_us: string | null;
}

/** Over the query builder or a database. */
export const selectPayments = (db: Kysely<DB>) =>
  db
    .selectFrom('payments')
    .innerJoin('wallets as sender', 'sender.user_id', 'payments.sender_id')
    .innerJoin('wallets as recipient', 'recipient.user_id', 'payments.recipient_id')
    .leftJoin('holds', 'holds.payment_id', 'payments.id')
    .select(['payments.id', 'payments.client_id', 'payments.reference', 'payments.client_reference'])
    .select(['payments.sender_id', 'payments.recipient_id', 'payments.amount', 'payments.fee'])
    .select(['sender.id as sender_wallet_id', 'recipient.id as recipient_wallet_id'])
    .select(['payments.fee_bearer', 'payments.fee_wallet_id', 'payments.refunded_amount', 'payments.fee_refunded'])
    .select(['payments.currency', 'payments.status', 'payments.failure_code', 'payments.provider'])
    .select(['payments.checkout_id', 'holds.authorized_amount', 'holds.held_amount', 'holds.fee_basis_points'])
    .select(['holds.state as hold_state'])
    .select(sql<string>`payments.metadata::text`.as('metadata'))
    .select(microsOf(sql.ref('payments.created_at')).as('created_at_us'))
    .select(microsOf(sql.ref('holds.expires_at')).as('expires_at_us'));
