/** What wallets' entries up to a cut come to, per wallet. */
import { sql } from 'kysely';
import type { Cut } from '../domain/cut.js';
import type { Wallet } from '../domain/parties.js';
import type { WalletTotals } from '../domain/trial-balance.js';
import type { WalletSums } from '../domain/wallet-standing.js';
import type { LedgerTransaction } from './ledger-database.js';
import { committedBy } from './read-at-cut.js';

/** A wallet that exists at the cut, and what its entries come to there. */
export interface WalletAtCut {
  readonly wallet: Omit<Wallet, 'commit'>;
  readonly sums: WalletSums;
}

interface SumsRow {
  entries: string;
  last_seq: string;
  last_balance: string;
  debits: string;
  credits: string;
}

interface WalletRow extends SumsRow {
  id: string;
  user_id: string;
  currency: string;
  kind: string;
}

/** The sums of the entries aliased `entry`; the maximum of (seq, balance) pairs is the last entry's. All in hundredths. */
const sums = sql.raw(`
  count(entry.wallet_seq) AS entries,
  coalesce(max(entry.wallet_seq), 0) AS last_seq,
  (100 * coalesce((max(ARRAY[entry.wallet_seq::numeric, entry.balance_after]))[2], 0))::bigint AS last_balance,
  (100 * coalesce(-sum(entry.delta) FILTER (WHERE entry.delta < 0), 0))::bigint AS debits,
  (100 * coalesce(sum(entry.delta) FILTER (WHERE entry.delta > 0), 0))::bigint AS credits`);

export interface WalletPage {
  readonly limit: number;
  /** Wallets with a greater id. */
  readonly afterId?: string;
  /** This wallet alone. */
  readonly id?: string;
}

/** Wallets in order of id with their sums; ones the source made after the cut are not there yet. */
export async function walletsAtCut(tx: LedgerTransaction, cut: Cut, page: WalletPage): Promise<WalletAtCut[]> {
  const { rows } = await sql<WalletRow>`
    SELECT wallet.id, wallet.user_id, wallet.currency, wallet.kind, total.*
    FROM (
      SELECT * FROM wallet
      WHERE ${committedBy('wallet', cut)}
        AND (${page.id ?? null}::uuid IS NULL OR id = ${page.id ?? null}::uuid)
        AND (${page.afterId ?? null}::uuid IS NULL OR id > ${page.afterId ?? null}::uuid)
      ORDER BY id LIMIT ${page.limit}) AS wallet
    CROSS JOIN LATERAL (
      SELECT ${sums} FROM entry WHERE entry.wallet_id = wallet.id AND ${committedBy('entry', cut)}) AS total
    ORDER BY wallet.id`.execute(tx);
  return rows.map((row) => ({
    wallet: { id: row.id, userId: row.user_id, currency: row.currency, kind: row.kind },
    sums: sumsOfRow(row),
  }));
}

/** Every wallet that exists at the cut or has entries there, known or not. */
export async function allTotalsAtCut(tx: LedgerTransaction, cut: Cut): Promise<WalletTotals[]> {
  const { rows } = await sql<SumsRow & { wallet_id: string; currency: string | null }>`
    SELECT coalesce(wallet.id, entry.wallet_id) AS wallet_id, wallet.currency, ${sums}
    FROM (SELECT * FROM entry WHERE ${committedBy('entry', cut)}) AS entry
    FULL JOIN (SELECT * FROM wallet WHERE ${committedBy('wallet', cut)}) AS wallet ON wallet.id = entry.wallet_id
    GROUP BY 1, 2 ORDER BY 1`.execute(tx);
  return rows.map((row) => ({
    walletId: row.wallet_id,
    currency: row.currency ?? undefined,
    sums: sumsOfRow(row),
  }));
}

const sumsOfRow = (row: SumsRow): WalletSums => ({
  entries: BigInt(row.entries),
  lastSeq: BigInt(row.last_seq),
  lastBalance: BigInt(row.last_balance),
  debits: BigInt(row.debits),
  credits: BigInt(row.credits),
});
