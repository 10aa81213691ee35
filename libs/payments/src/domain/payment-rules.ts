/** The rules that a payment's wallets set, whatever asks for it. */
import { MAX_HUNDREDTHS, type Hundredths } from '@vf/money';
import type { FeeBearer } from './fees.js';
import { exceedsGrant, type Grant } from './grants.js';
import type { FeeTerms, Origin } from './operations.js';
import { exceedsKyc } from './kyc-limits.js';
import type { Failure, LockedWallet, Party } from './posting.js';
import { grantOf, type Running } from './running.js';

export interface Parties {
  readonly sender: LockedWallet;
  readonly recipient: LockedWallet;
  /** Takes the fee; undefined when there is none. */
  readonly platform: LockedWallet | undefined;
  /** Under which another client's wallet is debited; undefined when the sender is the client's own. */
  readonly grant?: Grant | undefined;
}

/** What a payment moves between its parties. */
export interface Flow {
  readonly amount: Hundredths;
  readonly fee: Hundredths;
  readonly bearer: FeeBearer;
}

/** What leaves the sender, and what reaches the recipient. */
export const debitOf = ({ amount, fee, bearer }: Flow) => amount + (bearer === 'sender' ? fee : 0n);
export const creditOf = ({ amount, fee, bearer }: Flow) => amount - (bearer === 'recipient' ? fee : 0n);

export interface Asked {
  readonly clientId: string;
  readonly origin: Origin;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  /** Undefined when no fee is taken. */
  readonly fee?: FeeTerms;
}

/**
 * The wallets, if the client may use them: it pays from wallets of users it registered, or under a grant from one that
 * is not, to wallets of users it registered; a top-up comes from a
 * clearing wallet and a payout goes to one. Whatever else exists is told as not found, so that nobody can probe for
 * other clients' wallets.
 */
export function partiesOf(asked: Asked, running: Running): Parties | { missing: Party } {
  const { wallets } = running;
  const sender = wallets.get(asked.senderWalletId);
  const recipient = wallets.get(asked.recipientWalletId);
  const platform = asked.fee && wallets.get(running.feeWalletId);
  const isOwn = (wallet: LockedWallet) => wallet.kind === 'user' && wallet.clientId === asked.clientId;
  const isClearing = (wallet: LockedWallet) => wallet.kind === 'clearing';
  if (!sender) return { missing: 'sender' };
  // A grant is for payments; money leaves the platform only at the word of the client that registered the user.
  const isForeign = asked.origin === 'payment' && sender.kind === 'user' && !isOwn(sender);
  const grant = isForeign ? grantOf(sender.id, asked.clientId, running) : undefined;
  if (!grant && !(asked.origin === 'top_up' ? isClearing : isOwn)(sender)) return { missing: 'sender' };
  if (!recipient || !(asked.origin === 'payout' ? isClearing : isOwn)(recipient)) return { missing: 'recipient' };
  if (asked.fee && platform?.kind !== 'platform') return { missing: 'platform' };
  return { sender, recipient, platform, grant };
}

export const walletsOf = ({ sender, recipient, platform }: Parties) =>
  platform ? [sender, recipient, platform] : [sender, recipient];

/** The wallets stand still, or count in another currency. A frozen wallet is told before anything else. */
export function standstillOf({ sender, recipient, platform }: Parties, currency: string): Failure | null {
  if (sender.isFrozen) return { code: 'wallet_frozen', party: 'sender' };
  if (recipient.isFrozen) return { code: 'wallet_frozen', party: 'recipient' };
  if (sender.currency !== currency) return { code: 'currency_mismatch', party: 'sender' };
  if (recipient.currency !== currency) return { code: 'currency_mismatch', party: 'recipient' };
  if (platform && platform.currency !== currency) return { code: 'currency_mismatch', party: 'platform' };
  return null;
}

/** More than the sender's user may spend, or than the client may debit of a wallet that is not its own. */
export function limitOf(
  { sender, grant }: Parties,
  asked: { readonly amount: bigint; readonly debit: bigint },
  { spentToday }: Running,
): Failure | null {
  if (grant && exceedsGrant(grant, asked.debit)) return { code: 'grant_limit_exceeded', party: 'sender' };
  const { limits } = sender;
  if (limits && exceedsKyc(limits, asked.amount, spentToday.get(sender.userId) ?? 0n)) {
    return { code: 'kyc_limit_exceeded', party: 'sender' };
  }
  return null;
}

/** The sender can not give this much: it is not there, or held for something else. */
export function shortfallOf(sender: LockedWallet, debit: bigint): Failure | null {
  if (sender.kind !== 'clearing' && sender.balance - sender.held < debit) {
    return { code: 'insufficient_funds', party: 'sender' };
  }
  if (sender.balance - debit < 0n - MAX_HUNDREDTHS) return { code: 'balance_limit_exceeded', party: 'sender' };
  return null;
}

/** A wallet that is paid would pass what its column holds. */
export function overflowOf({ recipient, platform }: Parties, flow: Flow): Failure | null {
  if (recipient.balance + creditOf(flow) > MAX_HUNDREDTHS) {
    return { code: 'balance_limit_exceeded', party: 'recipient' };
  }
  if (platform && platform.balance + flow.fee > MAX_HUNDREDTHS) {
    return { code: 'balance_limit_exceeded', party: 'platform' };
  }
  return null;
}
