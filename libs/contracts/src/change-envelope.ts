/**
 * The value of a change record: Debezium's envelope for PostgreSQL in its JSON profile (schemas off, numerics as
 * decimal strings, times as ISO 8601 in UTC with microseconds), plus our event id in `source` where the format tells it.
 */
import { z } from 'zod';

const source = z.object({
  version: z.string(),
  connector: z.literal('postgresql'),
  name: z.string(),
  ts_ms: z.number(),
  snapshot: z.string(),
  db: z.string(),
  schema: z.string(),
  table: z.string(),
  txId: z.number().nullable(),
  lsn: z.number().nullable(),
  /**
   * A copy for readers that see the value alone (`source.event.id`): the header vf-event-id is the identity. Null for what
   * a snapshot found, which has the header vf-snapshot-id instead.
   */
  event_id: z.string().nullable().optional(),
});

/** c create, u update, d delete, r snapshot read. Truncate and message records have no row and are not row changes. */
const operation = z.enum(['c', 'u', 'd', 'r']);

/** The envelope around rows of one table; unknown members are ignored, so that the source may add columns. */
export const changeEnvelope = <Row extends z.ZodType>(row: Row) =>
  z.object({ before: row.nullable(), after: row.nullable(), source, op: operation, ts_ms: z.number() });

const decimal = z.string().regex(/^-?\d{1,13}(\.\d{1,2})?$/);
const timestamp = z.iso.datetime({ offset: true });
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

/** Rows as they travel: the columns consumers rely on. Renaming or retyping one of these is a breaking change. */
export const paymentRow = z.object({
  id: uuid,
  reference: z.string(),
  sender_id: uuid,
  recipient_id: uuid,
  amount: decimal,
  fee: decimal,
  currency: z.string(),
  status: z.enum(['pending', 'processing', 'success', 'failed', 'refunded']),
  provider: z.string(),
  /** JSON text, as Debezium sends jsonb. */
  metadata: z.string(),
  created_at: timestamp,
  failure_code: z.string().nullable(),
  /** Records from before checkouts do not have it. */
  checkout_id: uuid.nullish(),
  row_version: z.number().int(),
});

export const walletRow = z.object({
  id: uuid,
  user_id: uuid,
  balance: decimal,
  currency: z.string(),
  is_frozen: z.boolean(),
  kind: z.enum(['user', 'platform', 'clearing']),
  updated_at: timestamp,
  row_version: z.number().int(),
});

export const ledgerRow = z.object({
  id: z.number().int(),
  payment_id: uuid,
  wallet_id: uuid,
  type: z.enum(['debit', 'credit', 'fee', 'refund']),
  amount: decimal,
  balance_before: decimal,
  balance_after: decimal,
  created_at: timestamp,
  /** Gap-free per wallet, from 1: the order of a wallet's entries. */
  wallet_seq: z.number().int(),
});

/** A keyed hash instead of personal data: `hmac:<key id>:<64 hex digits>`, the same for the same value. */
const hashed = z.string().regex(/^hmac:[a-z0-9_-]+:[0-9a-f]{64}$/);

export const userRow = z.object({
  id: uuid,
  email: hashed,
  phone: hashed.nullable(),
  role: z.enum(['customer', 'vendor', 'admin']),
  kyc_status: z.string(),
  /** JSON text; what is personal in it is hashed. */
  metadata: z.string(),
  created_at: timestamp,
});

/** With whom the payment belongs, for readers that tell its client of it. */
export const ownedPaymentRow = paymentRow.extend({
  client_id: uuid.nullable(),
  client_reference: z.string().nullable(),
  // Columns that records from before they were added do not have.
  fee_bearer: z.enum(['recipient', 'sender']).default('recipient'),
  refunded_amount: decimal.default('0.00'),
  checkout_id: uuid.nullable().default(null),
});

export const ownedWalletRow = walletRow.extend({ held: decimal });

export const ownedPaymentChange = changeEnvelope(ownedPaymentRow);
export const ownedWalletChange = changeEnvelope(ownedWalletRow);
export const paymentChange = changeEnvelope(paymentRow);
export const walletChange = changeEnvelope(walletRow);
export const ledgerChange = changeEnvelope(ledgerRow);
export const userChange = changeEnvelope(userRow);

export type PaymentRow = z.infer<typeof paymentRow>;
export type WalletRow = z.infer<typeof walletRow>;
export type LedgerRow = z.infer<typeof ledgerRow>;
export type UserRow = z.infer<typeof userRow>;
export type OwnedPaymentRow = z.infer<typeof ownedPaymentRow>;
export type OwnedWalletRow = z.infer<typeof ownedWalletRow>;
export type OwnedPaymentChange = z.infer<typeof ownedPaymentChange>;
export type OwnedWalletChange = z.infer<typeof ownedWalletChange>;
export type PaymentChange = z.infer<typeof paymentChange>;
export type WalletChange = z.infer<typeof walletChange>;
export type LedgerChange = z.infer<typeof ledgerChange>;
export type UserChange = z.infer<typeof userChange>;
