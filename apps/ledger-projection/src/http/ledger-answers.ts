/** From what was read to what is told: wire ids, minor units with the decimal beside, times as text. */
import {
  isoOfMicroseconds,
  type AsOf,
  type BalanceOfList,
  type StatementEntryAnswer,
  type TrialBalanceAnswer,
} from '@vf/contracts';
import {
  counterpartyOf,
  formatLsn,
  standingOf,
  type CurrencyTotals,
  type Cut,
  type StatementEntry,
  type TrialBalance,
  type WalletAtCut,
} from '@vf/ledger';
import { formatDecimal, isCurrency, toMinorUnits, wireId, type Currency } from '@vf/money';

export const asOfOf = (cut: Cut): AsOf => ({
  epoch: cut.epoch,
  lsn: formatLsn(cut.lsn),
  commit_time: isoOfMicroseconds(cut.committedUs),
});

/** Throws when the source has wallets in a currency that this version does not know: guessing its units would be worse. */
export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new Error('a wallet is in a currency this version does not know');
  return code;
}

export function balanceOf({ wallet, sums }: WalletAtCut): BalanceOfList {
  const currency = currencyOf(wallet.currency);
  const standing = standingOf(sums);
  const balance = standing.state === 'complete' ? standing.balance : undefined;
  return {
    object: 'balance',
    wallet_id: wireId('wal', wallet.id),
    user_id: wireId('usr', wallet.userId),
    kind: wallet.kind,
    currency,
    state: standing.state,
    balance: balance === undefined ? null : toMinorUnits(balance, currency),
    balance_decimal: balance === undefined ? null : formatDecimal(balance),
    entries: Number(sums.entries),
  };
}

export function statementEntryOf(entry: StatementEntry, ownerId: string, currency: Currency): StatementEntryAnswer {
  const { payment } = entry;
  return {
    id: entry.ledgerId.toString(),
    seq: Number(entry.walletSeq),
    type: entry.type,
    amount: toMinorUnits(entry.delta, currency),
    amount_decimal: formatDecimal(entry.delta),
    balance_after: toMinorUnits(entry.balanceAfter, currency),
    balance_after_decimal: formatDecimal(entry.balanceAfter),
    created_at: isoOfMicroseconds(entry.createdAtUs),
    payment_id: wireId('pay', entry.paymentId),
    payment: payment
      ? {
          reference: payment.reference,
          status: payment.status,
          counterparty_id: wireId('usr', counterpartyOf(ownerId, payment)),
        }
      : null,
  };
}

export const trialBalanceAnswerOf = ({ totals, incomplete }: TrialBalance, cut: Cut): TrialBalanceAnswer => ({
  object: 'trial_balance',
  totals: totals.map(totalsOf),
  incomplete: incomplete.map((id) => wireId('wal', id)),
  as_of: asOfOf(cut),
});

function totalsOf({ currency: code, debits, credits, difference, wallets }: CurrencyTotals) {
  const currency = currencyOf(code);
  return {
    currency,
    debits: toMinorUnits(debits, currency),
    debits_decimal: formatDecimal(debits),
    credits: toMinorUnits(credits, currency),
    credits_decimal: formatDecimal(credits),
    difference: toMinorUnits(difference, currency),
    difference_decimal: formatDecimal(difference),
    wallets,
  };
}
