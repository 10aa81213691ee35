/**
 * The heart of posting: decides a batch in arrival order, in memory, with every wallet locked. Pure, so that the whole
 * batch is equal to posting its requests one by one, and one request can not fail another.
 */
import { MAX_HUNDREDTHS, type Hundredths } from '@vf/money';
import {
  keyOf,
  referenceOf,
  type Answer,
  type DecidedPayment,
  type Decision,
  type Entry,
  type Facts,
  type KnownKey,
  type LockedWallet,
  type Outcome,
  type Party,
  type PostingRequest,
} from './posting.js';

/** Writes the answer that a payment's key is pinned to. Pure. */
export type WriteAnswer = (payment: DecidedPayment) => Answer;

type Parties = Readonly<Record<Party, LockedWallet>>;
type Failure = NonNullable<DecidedPayment['failure']>;

/** Everything the requests so far have changed; the next one sees it. */
interface Running {
  readonly wallets: Map<string, LockedWallet>;
  readonly keys: Map<string, KnownKey>;
  readonly references: Set<string>;
  readonly moved: Set<string>;
  readonly payments: (DecidedPayment & { readonly answer: Answer })[];
  readonly entries: Entry[];
}

/** Decides every request, each seeing what the ones before it did. Never throws on any combination of inputs. */
export function decide(requests: readonly PostingRequest[], facts: Facts, writeAnswer: WriteAnswer): Decision {
  const running: Running = {
    wallets: new Map(facts.wallets),
    keys: new Map(facts.knownKeys),
    references: new Set(facts.takenReferences),
    moved: new Set(),
    payments: [],
    entries: [],
  };
  const outcomes = requests.map((request) => decideOne(request, running, facts.now, writeAnswer));
  const wallets = [...running.moved].flatMap((id) => running.wallets.get(id) ?? []);
  return { outcomes, payments: running.payments, entries: running.entries, wallets };
}

function decideOne(request: PostingRequest, running: Running, now: bigint, writeAnswer: WriteAnswer): Outcome {
  const known = running.keys.get(keyOf(request));
  if (known) return outcomeOfKnown(request, known);
  const parties = partiesOf(request, running.wallets);
  if ('missing' in parties) {
    return { kind: 'rejected', rejection: { code: 'wallet_not_found', party: parties.missing } };
  }
  const reference = request.clientReference === null ? null : referenceOf(request.clientId, request.clientReference);
  if (reference !== null && running.references.has(reference)) {
    return { kind: 'rejected', rejection: { code: 'client_reference_taken' } };
  }
  const failure = failureOf(request, parties);
  const payment: DecidedPayment = {
    request,
    senderId: parties.sender.userId,
    recipientId: parties.recipient.userId,
    status: failure ? 'failed' : 'success',
    failure,
    createdAt: stamp(now, parties),
  };
  const answer = writeAnswer(payment);
  running.payments.push({ ...payment, answer });
  running.keys.set(keyOf(request), { fingerprint: request.fingerprint, paymentId: request.paymentId, answer });
  if (failure) return { kind: 'failed', payment, answer };
  if (reference !== null) running.references.add(reference);
  move(payment, parties, running);
  return { kind: 'posted', payment, answer };
}

function outcomeOfKnown(request: PostingRequest, known: KnownKey): Outcome {
  return known.fingerprint === request.fingerprint
    ? { kind: 'replayed', paymentId: known.paymentId, answer: known.answer }
    : { kind: 'key_reused', paymentId: known.paymentId };
}

/**
 * Both wallets, if the client may use them: it pays from and to wallets of users it registered; a top-up comes from a
 * clearing wallet. Whatever else exists is told as not found, so that nobody can probe for other clients' wallets.
 */
function partiesOf(request: PostingRequest, wallets: ReadonlyMap<string, LockedWallet>): Parties | { missing: Party } {
  const sender = wallets.get(request.senderWalletId);
  const recipient = wallets.get(request.recipientWalletId);
  const isOwn = (wallet: LockedWallet) => wallet.kind === 'user' && wallet.clientId === request.clientId;
  const mayDebit = (wallet: LockedWallet) => (request.origin === 'top_up' ? wallet.kind === 'clearing' : isOwn(wallet));
  if (!sender || !mayDebit(sender)) return { missing: 'sender' };
  if (!recipient || !isOwn(recipient)) return { missing: 'recipient' };
  return { sender, recipient };
}

/** The first rule that the payment breaks. The order is part of the contract: a frozen wallet is told before its funds. */
function failureOf({ amount, currency }: PostingRequest, { sender, recipient }: Parties): Failure | null {
  if (sender.isFrozen) return { code: 'wallet_frozen', party: 'sender' };
  if (recipient.isFrozen) return { code: 'wallet_frozen', party: 'recipient' };
  if (sender.currency !== currency) return { code: 'currency_mismatch', party: 'sender' };
  if (recipient.currency !== currency) return { code: 'currency_mismatch', party: 'recipient' };
  const available = sender.balance - sender.held;
  if (sender.kind !== 'clearing' && available < amount) return { code: 'insufficient_funds', party: 'sender' };
  if (sender.balance - amount < 0n - MAX_HUNDREDTHS) return { code: 'balance_limit_exceeded', party: 'sender' };
  if (recipient.balance + amount > MAX_HUNDREDTHS) return { code: 'balance_limit_exceeded', party: 'recipient' };
  return null;
}

/**
 * The clock, but after the last entry of both wallets, so that the time order of a wallet's entries is their order even
 * when the clock steps back.
 */
function stamp(now: bigint, { sender, recipient }: Parties): bigint {
  const last = sender.updatedAt > recipient.updatedAt ? sender.updatedAt : recipient.updatedAt;
  return now > last ? now : last + 1n;
}

function move(payment: DecidedPayment, { sender, recipient }: Parties, running: Running): void {
  const { amount } = payment.request;
  enter(payment, sender, 'debit', 0n - amount, running);
  enter(payment, recipient, 'credit', amount, running);
}

function enter(payment: DecidedPayment, wallet: LockedWallet, type: Entry['type'], by: bigint, running: Running): void {
  const balance = (wallet.balance + by) as Hundredths;
  const ledgerSeq = wallet.ledgerSeq + 1n;
  running.entries.push({
    paymentId: payment.request.paymentId,
    walletId: wallet.id,
    type,
    amount: payment.request.amount,
    balanceBefore: wallet.balance,
    balanceAfter: balance,
    walletSeq: ledgerSeq,
    createdAt: payment.createdAt,
  });
  running.wallets.set(wallet.id, { ...wallet, balance, ledgerSeq, updatedAt: payment.createdAt });
  running.moved.add(wallet.id);
}
