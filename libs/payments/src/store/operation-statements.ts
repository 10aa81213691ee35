/**
 * What operations other than plain payments need: run only by batches that have such operations, still one statement
 * each however many there are. The order of locks is the one of posting: wallets by id, payments by id, keys sorted.
 */
import { sql, type Compilable } from 'kysely';
import type { QueryResultRow } from 'pg';
import type { DB } from './db.generated.js';
import { microsOf } from './micros.js';
import { selectPayments, type LockedPaymentRow } from './payment-columns.js';
import { LIMITS_OF_USER, sentRows, type ExaminedRow, type LockedRow } from './posting-statements.js';
import { builder, prepare } from './prepared-statement.js';

type Column<Table extends keyof DB> = keyof DB[Table] & string;
/** One array a column. */
export type ColumnArrays<Columns extends object> = {
  readonly [C in keyof Columns]: readonly (string | number | boolean | null)[];
};

/** INSERT of rows from arrays: `columns` names each with its SQL type. */
function insertRows<Table extends keyof DB, Columns extends { readonly [C in Column<Table>]?: string }>(
  name: string,
  table: Table,
  columns: Columns,
  conflict = sql``,
) {
  const names = Object.keys(columns);
  return prepare<ColumnArrays<Columns>>(name, (value) => {
    const arrays = sql.join(
      names.map((column) => value(column as keyof Columns & string, `${typeOf(columns, column)}[]`)),
    );
    const list = sql.join(names.map((column) => sql.ref(column)));
    const statement = sql<QueryResultRow>`INSERT INTO ${sql.table(table)} (${list}) SELECT * FROM unnest(${arrays}) ${conflict}`;
    return { compile: () => statement.compile(builder) } satisfies Compilable<QueryResultRow>;
  });
}

const typeOf = (columns: object, column: string) => String(Reflect.get(columns, column));

/**
 * Locks the wallets named and those of the payments named. A payment's parties and fee wallet never change, so they may
 * be read without a lock to know what to lock.
 */
export const lockWalletsOfOperations = prepare<
  { walletIds: readonly string[]; paymentIds: readonly string[] },
  LockedRow
>('posting-lock-wallets-of-operations', (value) =>
  builder
    .selectFrom('wallets')
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .leftJoin('kyc_limits', (join) => join.on(LIMITS_OF_USER))
    .select(['wallets.id', 'wallets.user_id', 'users.client_id', 'wallets.kind', 'wallets.balance', 'wallets.held'])
    .select(['wallets.currency', 'wallets.is_frozen', 'wallets.ledger_seq', 'users.role'])
    .select(['kyc_limits.payment_limit', 'kyc_limits.daily_limit'])
    .select(microsOf(sql.ref('wallets.updated_at')).as('updated_at_us'))
    .where(
      'wallets.id',
      'in',
      sql<string>`(
        SELECT unnest(${value('walletIds', 'uuid[]')})
        UNION SELECT party.id FROM payments JOIN wallets AS party
          ON party.user_id = ANY (ARRAY[payments.sender_id, payments.recipient_id])
          WHERE payments.id = ANY (${value('paymentIds', 'uuid[]')})
        UNION SELECT fee_wallet_id FROM payments WHERE id = ANY (${value('paymentIds', 'uuid[]')}))`,
    )
    .orderBy('wallets.id')
    .forNoKeyUpdate('wallets'),
);

/**
 * Locks the payments that are acted on. Holds have no lock of their own: whoever changes one has locked its wallets
 * before, and this statement begins after ours are locked, so what it reads of them is current.
 */
export const lockPayments = prepare<{ paymentIds: readonly string[] }, LockedPaymentRow>(
  'posting-lock-payments',
  (value) =>
    selectPayments(builder)
      .where('payments.id', '=', sql<string>`ANY(${value('paymentIds', 'uuid[]')})`)
      .orderBy('payments.id')
      .forNoKeyUpdate('payments'),
);

interface AskedKeyValues {
  clientIds: readonly string[];
  kinds: readonly string[];
  keys: readonly string[];
  clientReferences: readonly (string | null)[];
}

/** As for plain payments, for keys of every kind. */
export const examineOperations = prepare<AskedKeyValues, ExaminedRow>('posting-examine-operations', (value) =>
  builder
    .selectFrom(
      sentRows<{ client_id: string; kind: string; key: string; client_reference: string | null }>(
        'client_id, kind, key, client_reference',
        [
          value('clientIds', 'uuid[]'),
          value('kinds', 'text[]'),
          value('keys', 'text[]'),
          value('clientReferences', 'text[]'),
        ],
      ),
    )
    .leftJoin('idempotency_keys as known', (join) =>
      join
        .onRef('known.client_id', '=', 'sent.client_id')
        .onRef('known.kind', '=', 'sent.kind')
        .onRef('known.key', '=', 'sent.key'),
    )
    .leftJoin('payments as taken', (join) =>
      join
        .onRef('taken.client_id', '=', 'sent.client_id')
        .onRef('taken.client_reference', '=', 'sent.client_reference')
        .on('taken.status', '<>', sql.lit('failed')),
    )
    .select(['sent.client_id', 'sent.kind', 'sent.key', 'sent.client_reference'])
    .select(['known.payment_id', 'known.made_id', 'known.status', 'known.response_body'])
    .select(sql<string | null>`encode(known.fingerprint, 'hex')`.as('fingerprint'))
    .select(sql<boolean>`taken.id IS NOT NULL`.as('reference_taken'))
    .select(microsOf(sql`clock_timestamp()`).as('now_us')),
);

/** The database's clock after the locks, for batches whose operations have no key to be examined with. */
export const readClock = prepare<object, { now_us: string }>('posting-read-clock', () =>
  builder.selectNoFrom(microsOf(sql`clock_timestamp()`).as('now_us')),
);

export const insertAnyPayments = insertRows('posting-insert-any-payments', 'payments', {
  id: 'uuid',
  reference: 'text',
  sender_id: 'uuid',
  recipient_id: 'uuid',
  amount: 'numeric',
  currency: 'text',
  status: 'payment_status',
  provider: 'text',
  metadata: 'jsonb',
  created_at: 'timestamptz',
  client_id: 'uuid',
  client_reference: 'text',
  failure_code: 'text',
  fee: 'numeric',
  fee_bearer: 'text',
  fee_wallet_id: 'uuid',
  refunded_amount: 'numeric',
  fee_refunded: 'numeric',
  checkout_id: 'uuid',
});

/** Sorted by whoever sends them, as the keys of plain payments are. */
export const insertAnyKeys = insertRows(
  'posting-insert-any-keys',
  'idempotency_keys',
  {
    client_id: 'uuid',
    kind: 'text',
    key: 'text',
    fingerprint: 'bytea',
    payment_id: 'uuid',
    made_id: 'uuid',
    status: 'smallint',
    response_body: 'text',
    created_at: 'timestamptz',
  },
  sql`ON CONFLICT (client_id, kind, key) DO NOTHING`,
);

export const insertHolds = insertRows('posting-insert-holds', 'holds', {
  payment_id: 'uuid',
  wallet_id: 'uuid',
  authorized_amount: 'numeric',
  held_amount: 'numeric',
  captured_amount: 'numeric',
  fee_basis_points: 'integer',
  expires_at: 'timestamptz',
  state: 'hold_state',
});

export const insertRefunds = insertRows('posting-insert-refunds', 'refunds', {
  id: 'uuid',
  payment_id: 'uuid',
  client_id: 'uuid',
  amount: 'numeric',
  fee_returned: 'numeric',
  currency: 'text',
  status: 'text',
  failure_code: 'text',
  reason: 'text',
  metadata: 'jsonb',
  created_at: 'timestamptz',
});

export const insertCheckouts = insertRows('posting-insert-checkouts', 'checkouts', {
  id: 'uuid',
  client_id: 'uuid',
  client_reference: 'text',
  sender_id: 'uuid',
  sender_wallet_id: 'uuid',
  amount: 'numeric',
  fee: 'numeric',
  fee_bearer: 'text',
  currency: 'text',
  status: 'text',
  failure_code: 'text',
  provider: 'text',
  metadata: 'jsonb',
  created_at: 'timestamptz',
});

export const insertFreezes = insertRows('posting-insert-freezes', 'wallet_freezes', {
  id: 'uuid',
  wallet_id: 'uuid',
  client_id: 'uuid',
  frozen: 'boolean',
  reason: 'text',
  actor: 'text',
  created_at: 'timestamptz',
});

/** The same in the audit log, beside what else was done by whom. */
export const insertFreezeActs = insertRows('posting-insert-freeze-acts', 'audit_log', {
  id: 'uuid',
  at: 'timestamptz',
  actor_client_id: 'uuid',
  action: 'text',
  object_kind: 'text',
  object_id: 'text',
  reason: 'text',
  after: 'jsonb',
  request_id: 'text',
});

interface PaymentChangeValues {
  ids: readonly string[];
  amounts: readonly string[];
  fees: readonly string[];
  statuses: readonly string[];
  failureCodes: readonly (string | null)[];
  refundedAmounts: readonly string[];
  feesRefunded: readonly string[];
}

/** The final state of each payment that changed, once, however often it changed in the batch. */
export const updatePayments = prepare<PaymentChangeValues>('posting-update-payments', (value) =>
  builder
    .updateTable('payments')
    .from(
      sentRows<{
        id: string;
        amount: string;
        fee: string;
        status: 'success';
        failure_code: string | null;
        refunded_amount: string;
        fee_refunded: string;
      }>('id, amount, fee, status, failure_code, refunded_amount, fee_refunded', [
        value('ids', 'uuid[]'),
        value('amounts', 'numeric[]'),
        value('fees', 'numeric[]'),
        value('statuses', 'payment_status[]'),
        value('failureCodes', 'text[]'),
        value('refundedAmounts', 'numeric[]'),
        value('feesRefunded', 'numeric[]'),
      ]),
    )
    .set((eb) => ({
      amount: eb.ref('sent.amount'),
      fee: eb.ref('sent.fee'),
      status: eb.ref('sent.status'),
      failure_code: eb.ref('sent.failure_code'),
      refunded_amount: eb.ref('sent.refunded_amount'),
      fee_refunded: eb.ref('sent.fee_refunded'),
    }))
    .whereRef('payments.id', '=', 'sent.id'),
);

interface HoldChangeValues {
  paymentIds: readonly string[];
  states: readonly string[];
  capturedAmounts: readonly string[];
}

/** Ends holds. One that has ended already is not touched again: its payment may change later, by refunds. */
export const endHolds = prepare<HoldChangeValues>('posting-end-holds', (value) =>
  builder
    .updateTable('holds')
    .from(
      sentRows<{ payment_id: string; state: 'captured'; captured_amount: string }>(
        'payment_id, state, captured_amount',
        [value('paymentIds', 'uuid[]'), value('states', 'hold_state[]'), value('capturedAmounts', 'numeric[]')],
      ),
    )
    .set((eb) => ({ state: eb.ref('sent.state'), captured_amount: eb.ref('sent.captured_amount') }))
    .whereRef('holds.payment_id', '=', 'sent.payment_id')
    .where('holds.state', '=', sql.lit('open')),
);

interface AnyWalletValues {
  ids: readonly string[];
  balances: readonly string[];
  ledgerSeqs: readonly string[];
  updatedAts: readonly string[];
  held: readonly string[];
  frozen: readonly boolean[];
}

/** As for plain payments, with what is held and whether the wallet is frozen. */
export const updateAnyWallets = prepare<AnyWalletValues>('posting-update-any-wallets', (value) =>
  builder
    .updateTable('wallets')
    .from(
      sentRows<{
        id: string;
        balance: string;
        ledger_seq: string;
        updated_at: string;
        held: string;
        is_frozen: boolean;
      }>('id, balance, ledger_seq, updated_at, held, is_frozen', [
        value('ids', 'uuid[]'),
        value('balances', 'numeric[]'),
        value('ledgerSeqs', 'bigint[]'),
        value('updatedAts', 'timestamptz[]'),
        value('held', 'numeric[]'),
        value('frozen', 'boolean[]'),
      ]),
    )
    .set((eb) => ({
      balance: eb.ref('sent.balance'),
      ledger_seq: eb.ref('sent.ledger_seq'),
      updated_at: eb.ref('sent.updated_at'),
      held: eb.ref('sent.held'),
      is_frozen: eb.ref('sent.is_frozen'),
    }))
    .whereRef('wallets.id', '=', 'sent.id'),
);
