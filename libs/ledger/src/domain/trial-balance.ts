import { standingOf, type WalletSums } from './wallet-standing.js';

/** A wallet and what its entries up to a cut come to. */
export interface WalletTotals {
  readonly walletId: string;
  /** Undefined when the wallet itself never arrived. */
  readonly currency: string | undefined;
  readonly sums: WalletSums;
}

export interface CurrencyTotals {
  readonly currency: string;
  /** Hundredths. */
  readonly debits: bigint;
  readonly credits: bigint;
  /** Debits less credits: zero at every cut, unless wallets are incomplete. */
  readonly difference: bigint;
  readonly wallets: number;
}

export interface TrialBalance {
  readonly totals: readonly CurrencyTotals[];
  /** Wallets left out of the totals, because an entry of theirs, or the wallet itself, is missing. */
  readonly incomplete: readonly string[];
}

/** Debits and credits per currency, in order of currency, over the wallets that are complete. */
export function trialBalanceOf(wallets: Iterable<WalletTotals>): TrialBalance {
  const byCurrency = new Map<string, { debits: bigint; credits: bigint; wallets: number }>();
  const incomplete: string[] = [];
  for (const { walletId, currency, sums } of wallets) {
    if (currency === undefined || standingOf(sums).state === 'incomplete') {
      incomplete.push(walletId);
      continue;
    }
    const totals = byCurrency.get(currency) ?? { debits: 0n, credits: 0n, wallets: 0 };
    byCurrency.set(currency, {
      debits: totals.debits + sums.debits,
      credits: totals.credits + sums.credits,
      wallets: totals.wallets + 1,
    });
  }
  const totals = [...byCurrency]
    .map(([currency, sums]) => ({ currency, ...sums, difference: sums.debits - sums.credits }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return { totals, incomplete };
}
