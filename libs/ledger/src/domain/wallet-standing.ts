import type { Entry } from './entry.js';
import { deltaOf } from './entry.js';

/** What a wallet's entries up to a cut come to. Sums may exceed NUMERIC(15,2), so they are plain hundredths. */
export interface WalletSums {
  readonly entries: bigint;
  /** The highest wallet_seq; 0 without entries. */
  readonly lastSeq: bigint;
  /** balance_after of that entry; 0 without entries. */
  readonly lastBalance: bigint;
  /** What left the wallet, as a positive number. */
  readonly debits: bigint;
  /** What came in. */
  readonly credits: bigint;
}

/**
 * complete: every entry from the first on is here, and they lead to the balance the source wrote into the last one.
 * incomplete: one is missing (it was refused and lies in the dead letters), so no figure of the wallet may be trusted.
 */
export type WalletStanding =
  | { readonly state: 'complete'; readonly balance: bigint }
  | { readonly state: 'incomplete'; readonly missing: bigint; readonly lastSeq: bigint };

/** The sums of these entries; the store computes the same in SQL. */
export function sumsOf(entries: readonly Entry[]): WalletSums {
  const last = entries.reduce<Entry | undefined>((a, b) => (a && a.walletSeq > b.walletSeq ? a : b), undefined);
  const deltas = entries.map(deltaOf);
  return {
    entries: BigInt(entries.length),
    lastSeq: last?.walletSeq ?? 0n,
    lastBalance: last?.balanceAfter ?? 0n,
    debits: deltas.filter((delta) => delta < 0n).reduce((sum, delta) => sum - delta, 0n),
    credits: deltas.filter((delta) => delta > 0n).reduce((sum, delta) => sum + delta, 0n),
  };
}

/** A wallet begins at zero, so a complete one stands where its debits and credits lead. */
export function standingOf(sums: WalletSums): WalletStanding {
  const missing = sums.lastSeq - sums.entries;
  const leadsToBalance = sums.credits - sums.debits === sums.lastBalance;
  if (missing === 0n && leadsToBalance) return { state: 'complete', balance: sums.lastBalance };
  return { state: 'incomplete', missing, lastSeq: sums.lastSeq };
}
