/** What the operations of a batch have changed so far; the next one sees it. */
import type { Hundredths } from '@vf/money';
import { grantKeyOf, standing, withUse, type Grant } from './grants.js';
import { countedOf } from './kyc-limits.js';
import { keyKindOf, keyOfOperation, madeIdOf, type KeyedOperation } from './operations.js';
import type {
  Answer,
  DecidedCheckout,
  DecidedFreeze,
  DecidedPayment,
  DecidedRefund,
  Decision,
  Entry,
  Facts,
  KnownKey,
  LockedPayment,
  LockedWallet,
  Micros,
  Outcome,
  TakenKey,
  Told,
  WriteAnswer,
} from './posting.js';

export interface Running {
  readonly now: Micros;
  readonly feeWalletId: string;
  readonly writeAnswer: WriteAnswer;
  readonly wallets: Map<string, LockedWallet>;
  readonly knownPayments: Map<string, LockedPayment>;
  readonly knownKeys: Map<string, KnownKey>;
  readonly references: Set<string>;
  readonly touchedWallets: Set<string>;
  readonly changedPayments: Set<string>;
  readonly payments: DecidedPayment[];
  readonly keys: TakenKey[];
  readonly entries: Entry[];
  readonly refunds: DecidedRefund[];
  readonly checkouts: DecidedCheckout[];
  readonly freezes: DecidedFreeze[];
  readonly grants: Map<string, Grant>;
  readonly usedGrants: Set<string>;
  /** By user id, of users with a daily limit. */
  readonly spentToday: Map<string, bigint>;
}

export function begin(facts: Facts, writeAnswer: WriteAnswer): Running {
  return {
    now: facts.now,
    feeWalletId: facts.feeWalletId,
    writeAnswer,
    wallets: new Map(facts.wallets),
    knownPayments: new Map(facts.payments),
    knownKeys: new Map(facts.knownKeys),
    references: new Set(facts.takenReferences),
    touchedWallets: new Set(),
    changedPayments: new Set(),
    payments: [],
    keys: [],
    entries: [],
    refunds: [],
    checkouts: [],
    freezes: [],
    grants: new Map(facts.rights?.grants),
    usedGrants: new Set(),
    spentToday: new Map(facts.rights?.spentToday),
  };
}

export function end(running: Running, outcomes: readonly Outcome[]): Decision {
  const { payments, keys, entries, refunds, checkouts, freezes } = running;
  const wallets = [...running.touchedWallets].flatMap((id) => running.wallets.get(id) ?? []);
  const created = payments.flatMap(({ request }) => running.knownPayments.get(request.paymentId) ?? []);
  for (const { id } of created) running.changedPayments.delete(id);
  const changedPayments = [...running.changedPayments].flatMap((id) => running.knownPayments.get(id) ?? []);
  const usedGrants = [...running.usedGrants].flatMap((key) => running.grants.get(key) ?? []);
  const made = { payments, created, refunds, checkouts, freezes };
  return { outcomes, ...made, keys, entries, wallets, changedPayments, usedGrants };
}

/** What an operation is told whose key an earlier one has taken; undefined when its key is free. */
export function outcomeOfKey(operation: KeyedOperation, running: Running): Outcome | undefined {
  const known = running.knownKeys.get(keyOfOperation(operation));
  if (!known) return undefined;
  return known.fingerprint === operation.fingerprint
    ? { kind: 'replayed', madeId: known.madeId, answer: known.answer }
    : { kind: 'key_reused', paymentId: known.paymentId };
}

/** Pins the operation's key to the answer that is written of what is told. */
export function takeKey(
  operation: KeyedOperation,
  told: Told,
  about: { readonly paymentId: string | null; readonly at: Micros },
  running: Running,
): Answer {
  const answer = running.writeAnswer(told);
  const { paymentId, at: createdAt } = about;
  running.keys.push({ operation, kind: keyKindOf(operation), paymentId, answer, createdAt });
  running.knownKeys.set(keyOfOperation(operation), {
    fingerprint: operation.fingerprint,
    madeId: madeIdOf(operation),
    paymentId,
    answer,
  });
  return answer;
}

/**
 * The clock, but after the last change of each of the wallets, so that the time order of a wallet's entries is their
 * order even when the clock steps back.
 */
export function stamp(now: Micros, wallets: readonly LockedWallet[]): Micros {
  let last = now - 1n;
  for (const { updatedAt } of wallets) if (updatedAt > last) last = updatedAt;
  return last < now ? now : last + 1n;
}

/** One entry as it is asked for; `by` is signed. */
export interface Posting {
  readonly paymentId: string;
  readonly walletId: string;
  readonly type: Entry['type'];
  readonly by: bigint;
  readonly at: Micros;
}

/** Changes a wallet's balance and writes its entry. Nothing is written for nothing: a ledger row's amount is above zero. */
export function enter({ paymentId, walletId, type, by, at }: Posting, running: Running): void {
  const wallet = running.wallets.get(walletId);
  if (!wallet || by === 0n) return;
  const balance = (wallet.balance + by) as Hundredths;
  const ledgerSeq = wallet.ledgerSeq + 1n;
  running.entries.push({
    paymentId,
    walletId,
    type,
    amount: (by < 0n ? -by : by) as Hundredths,
    balanceBefore: wallet.balance,
    balanceAfter: balance,
    walletSeq: ledgerSeq,
    createdAt: at,
  });
  changeWallet({ ...wallet, balance, ledgerSeq, updatedAt: at }, running);
}

/** Adds to what the wallet holds, or gives it back. */
export function hold(walletId: string, by: bigint, at: Micros, running: Running): void {
  const wallet = running.wallets.get(walletId);
  if (wallet) changeWallet({ ...wallet, held: (wallet.held + by) as Hundredths, updatedAt: at }, running);
}

export function changeWallet(wallet: LockedWallet, running: Running): void {
  running.wallets.set(wallet.id, wallet);
  running.touchedWallets.add(wallet.id);
}

/** The client's grant on a wallet, while it stands. */
export function grantOf(walletId: string, clientId: string, { grants, now }: Running): Grant | undefined {
  return standing(grants.get(grantKeyOf(walletId, clientId)), now);
}

/** Counts what is debited or held under a grant. */
export function useGrant(grant: Grant, debit: bigint, running: Running): void {
  const key = grantKeyOf(grant.walletId, grant.granteeClientId);
  running.grants.set(key, withUse(running.grants.get(key) ?? grant, debit));
  running.usedGrants.add(key);
}

/** Keeps a payment that is created now, and lets later operations of the batch find it. */
export function addPayment(payment: LockedPayment, running: Running): void {
  spend(payment.senderId, countedOf(payment, running.now), running);
  running.knownPayments.set(payment.id, payment);
}

/** Takes from the sender's day, or gives back to it; nobody counts for users without a daily limit. */
function spend(userId: string, by: bigint, { spentToday }: Running): void {
  const spent = spentToday.get(userId);
  if (spent !== undefined) spentToday.set(userId, spent + by);
}

export function changePayment(payment: LockedPayment, running: Running): void {
  const before = running.knownPayments.get(payment.id);
  const counted = before ? countedOf(before, running.now) : 0n;
  spend(payment.senderId, countedOf(payment, running.now) - counted, running);
  running.knownPayments.set(payment.id, payment);
  running.changedPayments.add(payment.id);
}
