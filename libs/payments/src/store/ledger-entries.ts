/** Ledger rows as clients read them, with the currency of their wallet. */
import { parseDecimal } from '@vf/money';
import { sql } from 'kysely';
import type { LedgerEntry } from '../domain/ledger-entry.js';
import type { PaymentsDatabase } from './database.js';
import { microsOf } from './micros.js';

export const selectEntries = (db: PaymentsDatabase) =>
  db
    .selectFrom('ledger')
    .innerJoin('wallets', 'wallets.id', 'ledger.wallet_id')
    .select(['ledger.id', 'ledger.payment_id', 'ledger.wallet_id', 'ledger.type', 'ledger.amount'])
    .select(['ledger.balance_before', 'ledger.balance_after', 'ledger.wallet_seq', 'wallets.currency'])
    .select(microsOf(sql.ref('ledger.created_at')).as('created_at_us'));

type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number];

export const entriesOfRows = (rows: readonly EntryRow[]): LedgerEntry[] =>
  rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    walletId: row.wallet_id,
    type: row.type,
    amount: parseDecimal(row.amount),
    balanceBefore: parseDecimal(row.balance_before),
    balanceAfter: parseDecimal(row.balance_after),
    seq: BigInt(row.wallet_seq),
    currency: row.currency,
    createdAt: BigInt(row.created_at_us),
  }));

/** The entries that payments have on wallets of the client's own users, in the order they were written. */
export async function entriesOfPayments(
  db: PaymentsDatabase,
  clientId: string,
  paymentIds: readonly string[],
): Promise<LedgerEntry[]> {
  if (paymentIds.length === 0) return [];
  const rows = await selectEntries(db)
    .innerJoin('users', 'users.id', 'wallets.user_id')
    .where('ledger.payment_id', 'in', paymentIds)
    .where('users.client_id', '=', clientId)
    .orderBy('ledger.id')
    .execute();
  return entriesOfRows(rows);
}
