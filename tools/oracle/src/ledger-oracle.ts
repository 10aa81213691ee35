/** What balances, trial balance and stream must come to, from the source's own rows by SQL alone. */
import type { ClientBase } from 'pg';

export interface OracleBalance {
  readonly walletId: string;
  readonly currency: string;
  /** The wallet row's balance, in hundredths. */
  readonly balance: bigint;
  /** The sum of the wallet's ledger entries, in hundredths: equal to `balance`, or the source itself is wrong. */
  readonly entriesSum: bigint;
  readonly entries: number;
}

/** Every wallet of the source database, in order of id. */
export async function balanceOracle(client: ClientBase): Promise<OracleBalance[]> {
  const { rows } = await client.query<{ id: string; currency: string; balance: string; sum: string; entries: number }>(`
    SELECT wallets.id, wallets.currency, (100 * wallets.balance)::bigint AS balance,
      (100 * coalesce(sum(ledger.balance_after - ledger.balance_before), 0))::bigint AS sum,
      count(ledger.id)::int AS entries
    FROM wallets LEFT JOIN ledger ON ledger.wallet_id = wallets.id
    GROUP BY wallets.id ORDER BY wallets.id`);
  return rows.map((row) => ({
    walletId: row.id,
    currency: row.currency,
    balance: BigInt(row.balance),
    entriesSum: BigInt(row.sum),
    entries: row.entries,
  }));
}

export interface OracleTrialBalance {
  readonly currency: string;
  /** Hundredths that left wallets, as a positive number. */
  readonly debits: bigint;
  /** Hundredths that came into wallets. */
  readonly credits: bigint;
}

/** Debits and credits of the source's whole ledger per currency; equal, since every posting is double entry. */
export async function trialBalanceOracle(client: ClientBase): Promise<OracleTrialBalance[]> {
  const { rows } = await client.query<{ currency: string; debits: string; credits: string }>(`
    SELECT wallets.currency,
      (100 * coalesce(sum(ledger.amount) FILTER (WHERE balance_after < balance_before), 0))::bigint AS debits,
      (100 * coalesce(sum(ledger.amount) FILTER (WHERE balance_after > balance_before), 0))::bigint AS credits
    FROM ledger JOIN wallets ON wallets.id = ledger.wallet_id
    GROUP BY wallets.currency ORDER BY wallets.currency`);
  return rows.map((row) => ({
    currency: row.currency,
    debits: BigInt(row.debits),
    credits: BigInt(row.credits),
  }));
}

export interface ChangesCommitted {
  readonly payments: bigint;
  readonly wallets: bigint;
  readonly ledger: bigint;
}

/**
 * How many changes of each published table were committed since it was empty, and so how many distinct event ids its
 * topic must hold: a row version begins at 1 and rises with each update, ledger rows are never updated, nothing is deleted.
 */
export async function changesCommitted(client: ClientBase): Promise<ChangesCommitted> {
  const { rows } = await client.query<{ payments: string; wallets: string; ledger: string }>(`
    SELECT (SELECT coalesce(sum(row_version), 0) FROM payments)::bigint AS payments,
      (SELECT coalesce(sum(row_version), 0) FROM wallets)::bigint AS wallets,
      (SELECT count(*) FROM ledger) AS ledger`);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without GROUP BY gives one row');
  return { payments: BigInt(row.payments), wallets: BigInt(row.wallets), ledger: BigInt(row.ledger) };
}
