/**
 * The statements of posting plain payments; operation-statements.ts has what other operations need beside them. Their number does not depend on the size of the batch: each takes one array per column.
 * Locks are taken in one order by every batch, so that no two wait for each other: wallets by id, then keys sorted.
 */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { microsOf } from './micros.js';
import { builder, prepare } from './prepared-statement.js';

/** All that creates payments shares this kind of key. */
const PAYMENT_KEY_KIND = 'payment';

/** Rows from arrays, one array a column: `unnest(a, b) AS sent(x, y)`. */
export const sentRows = <Row>(columns: string, arrays: readonly RawBuilder<unknown>[]) =>
  sql<Row>`unnest(${sql.join(arrays)})`.as<'sent'>(sql.raw(`sent(${columns})`));

export interface LockedRow {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string | null;
  readonly kind: 'user' | 'platform' | 'clearing';
  readonly balance: string;
  readonly held: string;
  readonly currency: string;
  readonly is_frozen: boolean;
  readonly ledger_seq: string;
  readonly updated_at_us: string;
  /** Read only where an operation depends on it. */
  readonly role?: 'customer' | 'vendor' | 'admin';
  /** Both null where the user's KYC status limits nothing. */
  readonly payment_limit: string | null;
  readonly daily_limit: string | null;
}

/** By primary key of a table of a dozen rows. */
export const LIMITS_OF_USER = sql<SqlBool>`kyc_limits.kyc_status = users.kyc_status AND kyc_limits.currency = wallets.currency`;

/** Locks the wallets against other postings. NO KEY: the foreign keys of payments and ledger share-lock these rows. */
export const lockWallets = prepare<{ walletIds: readonly string[] }, LockedRow>('posting-lock-wallets', (value) =>
  builder
    .selectFrom('wallets')
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .leftJoin('kyc_limits', (join) => join.on(LIMITS_OF_USER))
    .select(['wallets.id', 'wallets.user_id', 'users.client_id', 'wallets.kind', 'wallets.balance', 'wallets.held'])
    .select(['wallets.currency', 'wallets.is_frozen', 'wallets.ledger_seq'])
    .select(['kyc_limits.payment_limit', 'kyc_limits.daily_limit'])
    .select(microsOf(sql.ref('wallets.updated_at')).as('updated_at_us'))
    .where('wallets.id', '=', sql<string>`ANY(${value('walletIds', 'uuid[]')})`)
    .orderBy('wallets.id')
    .forNoKeyUpdate('wallets'),
);

export interface ExaminedRow {
  /** The database's clock, after the locks: this statement runs when the one before has them. */
  readonly now_us: string;
  readonly client_id: string;
  readonly key: string;
  readonly client_reference: string | null;
  readonly fingerprint: string | null;
  readonly payment_id: string | null;
  /** These two come from batches with other operations than payments only. */
  readonly kind?: string;
  readonly made_id?: string | null;
  readonly status: number | null;
  readonly response_body: string | null;
  readonly reference_taken: boolean;
}

interface AskedValues {
  clientIds: readonly string[];
  keys: readonly string[];
  clientReferences: readonly (string | null)[];
}

/** What is known of each request: its key if one has it, and whether its client reference is in use. */
export const examineRequests = prepare<AskedValues, ExaminedRow>('posting-examine', (value) =>
  builder
    .selectFrom(
      sentRows<{ client_id: string; key: string; client_reference: string | null }>(
        'client_id, key, client_reference',
        [value('clientIds', 'uuid[]'), value('keys', 'text[]'), value('clientReferences', 'text[]')],
      ),
    )
    .leftJoin('idempotency_keys as known', (join) =>
      join
        .onRef('known.client_id', '=', 'sent.client_id')
        .on('known.kind', '=', sql.lit(PAYMENT_KEY_KIND))
        .onRef('known.key', '=', 'sent.key'),
    )
    .leftJoin('payments as taken', (join) =>
      join
        .onRef('taken.client_id', '=', 'sent.client_id')
        .onRef('taken.client_reference', '=', 'sent.client_reference')
        // A literal, so that the partial unique index of exactly this condition can serve the generic plan.
        .on('taken.status', '<>', sql.lit('failed')),
    )
    .select(['sent.client_id', 'sent.key', 'sent.client_reference'])
    .select(['known.payment_id', 'known.status', 'known.response_body'])
    .select(sql<string | null>`encode(known.fingerprint, 'hex')`.as('fingerprint'))
    .select(sql<boolean>`taken.id IS NOT NULL`.as('reference_taken'))
    .select(microsOf(sql`clock_timestamp()`).as('now_us')),
);

export interface PaymentValues {
  ids: readonly string[];
  references: readonly string[];
  senderIds: readonly string[];
  recipientIds: readonly string[];
  amounts: readonly string[];
  currencies: readonly string[];
  statuses: readonly string[];
  providers: readonly string[];
  metadata: readonly string[];
  createdAts: readonly string[];
  clientIds: readonly string[];
  clientReferences: readonly (string | null)[];
  failureCodes: readonly (string | null)[];
}

const paymentColumns = [
  'id',
  'reference',
  'sender_id',
  'recipient_id',
  'amount',
  'currency',
  'status',
  'provider',
  'metadata',
  'created_at',
  'client_id',
  'client_reference',
  'failure_code',
] as const;

export const insertPayments = prepare<PaymentValues>('posting-insert-payments', (value) =>
  builder
    .insertInto('payments')
    .columns(paymentColumns)
    .expression(
      builder
        .selectFrom(
          sentRows<Record<(typeof paymentColumns)[number], string>>(paymentColumns.join(', '), [
            value('ids', 'uuid[]'),
            value('references', 'text[]'),
            value('senderIds', 'uuid[]'),
            value('recipientIds', 'uuid[]'),
            value('amounts', 'numeric[]'),
            value('currencies', 'text[]'),
            value('statuses', 'payment_status[]'),
            value('providers', 'text[]'),
            value('metadata', 'jsonb[]'),
            value('createdAts', 'timestamptz[]'),
            value('clientIds', 'uuid[]'),
            value('clientReferences', 'text[]'),
            value('failureCodes', 'text[]'),
          ]),
        )
        .select(paymentColumns),
    ),
);

export interface KeyValues {
  clientIds: readonly string[];
  keys: readonly string[];
  /** Hex. */
  fingerprints: readonly string[];
  paymentIds: readonly string[];
  statuses: readonly number[];
  bodies: readonly string[];
  createdAts: readonly string[];
}

const keyColumns = [
  'client_id',
  'kind',
  'key',
  'fingerprint',
  'payment_id',
  'status',
  'response_body',
  'created_at',
] as const;

/**
 * Takes the keys. A key that another process took since they were examined is left alone, so fewer rows than sent means
 * that the batch must be decided again. Send them sorted: two batches then wait in one order for keys they share.
 */
export const insertKeys = prepare<KeyValues>('posting-insert-keys', (value) =>
  builder
    .insertInto('idempotency_keys')
    .columns(keyColumns)
    .expression(
      builder
        .selectFrom(
          sentRows<{
            client_id: string;
            key: string;
            fingerprint: string;
            payment_id: string;
            status: number;
            response_body: string;
            created_at: string;
          }>('client_id, key, fingerprint, payment_id, status, response_body, created_at', [
            value('clientIds', 'uuid[]'),
            value('keys', 'text[]'),
            value('fingerprints', 'text[]'),
            value('paymentIds', 'uuid[]'),
            value('statuses', 'smallint[]'),
            value('bodies', 'text[]'),
            value('createdAts', 'timestamptz[]'),
          ]),
        )
        .select([
          'sent.client_id',
          sql<string>`${sql.lit(PAYMENT_KEY_KIND)}`.as('kind'),
          'sent.key',
          sql<Buffer>`decode(sent.fingerprint, 'hex')`.as('fingerprint'),
          'sent.payment_id',
          'sent.status',
          'sent.response_body',
          'sent.created_at',
        ]),
    )
    .onConflict((conflict) => conflict.columns(['client_id', 'kind', 'key']).doNothing()),
);

export interface EntryValues {
  paymentIds: readonly string[];
  walletIds: readonly string[];
  entryTypes: readonly string[];
  amounts: readonly string[];
  balancesBefore: readonly string[];
  balancesAfter: readonly string[];
  walletSeqs: readonly string[];
  createdAts: readonly string[];
}

const entryColumns = [
  'payment_id',
  'wallet_id',
  'type',
  'amount',
  'balance_before',
  'balance_after',
  'wallet_seq',
  'created_at',
] as const;

export const insertEntries = prepare<EntryValues>('posting-insert-entries', (value) =>
  builder
    .insertInto('ledger')
    .columns(entryColumns)
    .expression(
      builder
        .selectFrom(
          sentRows<Record<(typeof entryColumns)[number], string>>(entryColumns.join(', '), [
            value('paymentIds', 'uuid[]'),
            value('walletIds', 'uuid[]'),
            value('entryTypes', 'tx_type[]'),
            value('amounts', 'numeric[]'),
            value('balancesBefore', 'numeric[]'),
            value('balancesAfter', 'numeric[]'),
            value('walletSeqs', 'bigint[]'),
            value('createdAts', 'timestamptz[]'),
          ]),
        )
        .select(entryColumns),
    ),
);

export interface WalletValues {
  ids: readonly string[];
  balances: readonly string[];
  ledgerSeqs: readonly string[];
  updatedAts: readonly string[];
}

/** The final state of each wallet that moved, once, however often it moved in the batch. */
export const updateWallets = prepare<WalletValues>('posting-update-wallets', (value) =>
  builder
    .updateTable('wallets')
    .from(
      sentRows<{ id: string; balance: string; ledger_seq: string; updated_at: string }>(
        'id, balance, ledger_seq, updated_at',
        [
          value('ids', 'uuid[]'),
          value('balances', 'numeric[]'),
          value('ledgerSeqs', 'bigint[]'),
          value('updatedAts', 'timestamptz[]'),
        ],
      ),
    )
    .set((eb) => ({
      balance: eb.ref('sent.balance'),
      ledger_seq: eb.ref('sent.ledger_seq'),
      updated_at: eb.ref('sent.updated_at'),
    }))
    .whereRef('wallets.id', '=', 'sent.id'),
);
