/** Lists and histories: what a client may see, newest first, each along an index (lists.pg.test.ts shows the plans). */
import { isoOfMicroseconds } from '@vf/contracts';
import { parseDecimal, type Hundredths } from '@vf/money';
import { sql, type Expression, type SqlBool } from 'kysely';
import type { Payment, User } from '../domain/accounts.js';
import type { LedgerEntry } from '../domain/ledger-entry.js';
import { asCustomer } from './as-customer.js';
import type { PaymentsDatabase } from './database.js';
import { entriesOfRows, selectEntries } from './ledger-entries.js';
import { microsOf } from './micros.js';
import { lockedPaymentOf } from './operation-rows.js';
import { pageOfRows, type Page, type PageAsked, type Part } from './pages.js';
import { selectPayments } from './payment-columns.js';
import { asSeenBy, selectUsers, userOf } from './queries.js';

export interface PaymentFilter {
  readonly clientId: string;
  /** The owner of a wallet of the client's: then all payments of that wallet, whoever made them. */
  readonly userId?: string;
  readonly status?: Payment['status'];
  readonly provider?: string;
  readonly clientReference?: string;
  /** Microseconds since 1970; from is in, to is not. */
  readonly createdFrom?: bigint;
  readonly createdTo?: bigint;
}

/** A page of payments; undefined when the cursor is not in the list. */
export async function listPayments(
  db: PaymentsDatabase,
  filter: PaymentFilter,
  page: PageAsked,
): Promise<Page<Payment> | undefined> {
  const { userId } = filter;
  const find = (tx: PaymentsDatabase) => findPayments(tx, filter, page);
  // Which payments a customer's wallet has is read as that customer; the other party's wallet, which each one shows, is not.
  const found = await (userId === undefined ? find(db) : asCustomer(db, userId, find));
  if (!found) return undefined;
  const rows =
    found.items.length === 0 ? [] : await selectPayments(db).where('payments.id', 'in', found.items).execute();
  const byId = new Map(rows.map((row) => [row.id, asSeenBy(filter.clientId, lockedPaymentOf(row))]));
  return { items: found.items.flatMap((id) => byId.get(id) ?? []), hasMore: found.hasMore };
}

type Condition = Expression<SqlBool>;

/** Each along an index of its own; together they are the list, and no payment is in two. */
function branchesOf({ clientId, userId, clientReference }: PaymentFilter): readonly Condition[] {
  if (userId !== undefined) return [sql<SqlBool>`sender_id = ${userId}`, sql<SqlBool>`recipient_id = ${userId}`];
  const own = sql<SqlBool>`client_id = ${clientId}`;
  if (clientReference === undefined) return [own];
  // Literals, as the conditions of the two partial indexes.
  return [sql<SqlBool>`${own} AND status <> 'failed'`, sql<SqlBool>`${own} AND status = 'failed'`];
}

function conditionsOf({ clientId, status, provider, clientReference, ...filter }: PaymentFilter): readonly Condition[] {
  return [
    ...(status === undefined ? [] : [sql<SqlBool>`status = ${status}`]),
    ...(provider === undefined ? [] : [sql<SqlBool>`provider = ${provider}`]),
    ...(clientReference === undefined
      ? []
      : [sql<SqlBool>`client_id = ${clientId} AND client_reference = ${clientReference}`]),
    ...(filter.createdFrom === undefined
      ? []
      : [sql<SqlBool>`created_at >= ${isoOfMicroseconds(filter.createdFrom)}::timestamptz`]),
    ...(filter.createdTo === undefined
      ? []
      : [sql<SqlBool>`created_at < ${isoOfMicroseconds(filter.createdTo)}::timestamptz`]),
  ];
}

function findPayments(db: PaymentsDatabase, filter: PaymentFilter, page: PageAsked): Promise<Page<string> | undefined> {
  const branches = branchesOf(filter);
  const branch = (which: Condition, { limit, order, beyond }: Part) => {
    const direction = sql.raw(order);
    const all = [which, ...conditionsOf(filter), beyond(['created_at', 'id'], ['timestamptz', 'uuid'])];
    return sql`(SELECT created_at, id FROM payments WHERE ${sql.join(all, sql` AND `)}
      ORDER BY created_at ${direction}, id ${direction} LIMIT ${limit})`;
  };
  return pageOfRows(page, {
    positionOf: async (id) => {
      const { rows } = await sql<{ at: string }>`SELECT created_at::text AS at FROM payments
        WHERE id = ${id} AND (${sql.join(branches, sql` OR `)})`.execute(db);
      return rows[0] && [rows[0].at, id];
    },
    rows: async (part) => {
      const found = sql.join(
        branches.map((which) => branch(which, part)),
        sql` UNION ALL `,
      );
      const direction = sql.raw(part.order);
      const { rows } = await sql<{ id: string }>`SELECT id FROM (${found}) AS found
        ORDER BY created_at ${direction}, id ${direction} LIMIT ${part.limit}`.execute(db);
      return rows.map(({ id }) => id);
    },
  });
}

/** The entries of a customer's wallet; undefined when the cursor is not in the list. Their order is wallet_seq. */
export function listEntries(
  db: PaymentsDatabase,
  { userId, walletId }: { readonly userId: string; readonly walletId: string },
  page: PageAsked,
): Promise<Page<LedgerEntry> | undefined> {
  return asCustomer(db, userId, async (tx) => {
    const found = await pageOfRows(page, {
      positionOf: async (id) => {
        const row = await tx
          .selectFrom('ledger')
          .select('wallet_seq')
          .where('id', '=', id)
          .where('wallet_id', '=', walletId)
          .executeTakeFirst();
        return row && [row.wallet_seq];
      },
      rows: ({ limit, order, beyond }) =>
        selectEntries(tx)
          .where('wallet_id', '=', walletId)
          .where(beyond(['wallet_seq'], ['bigint']))
          .orderBy('wallet_seq', order)
          .limit(limit)
          .execute(),
    });
    return found && { hasMore: found.hasMore, items: entriesOfRows(found.items) };
  });
}

export interface BalanceAt {
  readonly balance: Hundredths;
  /** wallet_seq of the last entry until then; 0 when there was none. */
  readonly seq: bigint;
}

/**
 * What the wallet held when that moment was over. From the ledger: an entry's time is later than the one before, so the
 * last entry until then tells. Holds leave no entries and are not in it.
 */
export function balanceAt(
  db: PaymentsDatabase,
  { userId, walletId, at }: { readonly userId: string; readonly walletId: string; readonly at: bigint },
): Promise<BalanceAt> {
  return asCustomer(db, userId, async (tx) => {
    const row = await tx
      .selectFrom('ledger')
      .select(['balance_after', 'wallet_seq'])
      .where('wallet_id', '=', walletId)
      .where('created_at', '<=', sql<Date>`${isoOfMicroseconds(at)}::timestamptz`)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row
      ? { balance: parseDecimal(row.balance_after), seq: BigInt(row.wallet_seq) }
      : { balance: 0n as Hundredths, seq: 0n };
  });
}

export interface UserFilter {
  readonly clientId: string;
  readonly role?: 'customer' | 'vendor';
  readonly kycStatus?: string;
  readonly email?: string;
}

/** The client's users; undefined when the cursor is not among them. */
export async function listUsers(
  db: PaymentsDatabase,
  { clientId, role, kycStatus, email }: UserFilter,
  page: PageAsked,
): Promise<Page<User> | undefined> {
  const found = await pageOfRows(page, {
    positionOf: async (id) => {
      const row = await db
        .selectFrom('users')
        .select(sql<string>`created_at::text`.as('at'))
        .where('id', '=', id)
        .where('client_id', '=', clientId)
        .executeTakeFirst();
      return row && [row.at, id];
    },
    rows: ({ limit, order, beyond }) =>
      selectUsers(db)
        .where('client_id', '=', clientId)
        .$if(role !== undefined, (query) => query.where('role', '=', role ?? 'customer'))
        .$if(kycStatus !== undefined, (query) => query.where('kyc_status', '=', kycStatus ?? ''))
        .$if(email !== undefined, (query) => query.where('email', '=', email ?? ''))
        .where(beyond(['created_at', 'id'], ['timestamptz', 'uuid']))
        .orderBy('created_at', order)
        .orderBy('id', order)
        .limit(limit)
        .execute(),
  });
  return found && { hasMore: found.hasMore, items: found.items.map((row) => userOf(row)) };
}

/** The database's clock, in microseconds since 1970. */
export async function databaseNow(db: PaymentsDatabase): Promise<bigint> {
  const { rows } = await sql<{ now: string }>`SELECT ${microsOf(sql`clock_timestamp()`)} AS now`.execute(db);
  return BigInt(rows[0]?.now ?? 0);
}
