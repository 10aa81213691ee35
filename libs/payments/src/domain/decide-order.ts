/** A payment that is asked for: posted at once, held, or left to a provider. */
import type { Hundredths } from '@vf/money';
import { feeOf, MAX_FEE } from './fees.js';
import type { PaymentOrder } from './operations.js';
import {
  creditOf,
  debitOf,
  limitOf,
  overflowOf,
  partiesOf,
  shortfallOf,
  standstillOf,
  walletsOf,
  type Flow,
  type Parties,
} from './payment-rules.js';
import {
  referenceOf,
  type DecidedPayment,
  type Failure,
  type Hold,
  type LockedPayment,
  type Micros,
  type Outcome,
  type PaymentStatus,
} from './posting.js';
import { addPayment, enter, hold, outcomeOfKey, stamp, takeKey, useGrant, type Running } from './running.js';

const NOTHING = 0n as Hundredths;

export function decideOrder(order: PaymentOrder, running: Running): Outcome {
  const known = outcomeOfKey(order, running);
  if (known) return known;
  const parties = partiesOf(order, running);
  if ('missing' in parties) {
    return { kind: 'rejected', rejection: { code: 'wallet_not_found', party: parties.missing } };
  }
  const reference = order.clientReference === null ? null : referenceOf(order.clientId, order.clientReference);
  if (reference !== null && running.references.has(reference)) {
    return { kind: 'rejected', rejection: { code: 'client_reference_taken' } };
  }
  const flow = flowOf(order);
  const failure = failureOf(order, flow, parties, running);
  const payment = decidedOf(order, flow, parties, { failure, at: stamp(running.now, walletsOf(parties)) });
  const answer = takeKey(
    order,
    { of: 'payment', payment },
    { paymentId: order.paymentId, at: payment.createdAt },
    running,
  );
  record(payment, running);
  if (failure) return { kind: 'failed', payment, answer };
  if (reference !== null) running.references.add(reference);
  if (parties.grant) useGrant(parties.grant, debitOf(flow), running);
  carryOut(payment, flow, running);
  return { kind: 'posted', payment, answer };
}

function flowOf({ amount, currency, fee }: PaymentOrder): Flow {
  return fee
    ? { amount, fee: feeOf(amount, fee.basisPoints, currency), bearer: fee.bearer }
    : { amount, fee: NOTHING, bearer: 'recipient' };
}

/** The first rule that the payment breaks. The order is part of the contract: a frozen wallet is told before its funds. */
function failureOf({ currency }: PaymentOrder, flow: Flow, parties: Parties, running: Running): Failure | null {
  return (
    standstillOf(parties, currency) ??
    (flow.fee > MAX_FEE ? ({ code: 'fee_too_large', party: 'platform' } as const) : null) ??
    limitOf(parties, { amount: flow.amount, debit: debitOf(flow) }, running) ??
    shortfallOf(parties.sender, debitOf(flow)) ??
    overflowOf(parties, flow)
  );
}

const STATUS: Readonly<Record<PaymentOrder['op'], PaymentStatus>> = {
  pay: 'success',
  authorise: 'pending',
  start_top_up: 'processing',
  start_payout: 'processing',
};

function decidedOf(
  request: PaymentOrder,
  flow: Flow,
  { sender, recipient, platform }: Parties,
  { failure, at }: { readonly failure: Failure | null; readonly at: Micros },
): DecidedPayment {
  return {
    request,
    senderId: sender.userId,
    recipientId: recipient.userId,
    status: failure ? 'failed' : STATUS[request.op],
    failure,
    // What is not captured has cost nothing yet.
    fee: failure || request.op !== 'pay' ? NOTHING : flow.fee,
    feeWalletId: platform?.id ?? null,
    hold: failure ? null : holdOf(request, flow, at),
    checkoutId: null,
    createdAt: at,
  };
}

function holdOf(order: PaymentOrder, flow: Flow, at: Micros): Hold | null {
  if (order.op !== 'authorise' && order.op !== 'start_payout') return null;
  return {
    authorised: order.amount,
    held: debitOf(flow) as Hundredths,
    feeBasisPoints: order.fee?.basisPoints ?? 0,
    expiresAt: order.op === 'authorise' ? at + order.expiresInUs : null,
    state: 'open',
  };
}

function carryOut(payment: DecidedPayment, flow: Flow, running: Running): void {
  const { request, createdAt: at } = payment;
  if (payment.hold) hold(request.senderWalletId, payment.hold.held, at, running);
  if (request.op === 'pay') move({ ...request, feeWalletId: payment.feeWalletId, at }, flow, running);
}

interface Route {
  readonly paymentId: string;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  readonly feeWalletId: string | null;
  readonly at: Micros;
}

/** Debits the sender, credits the recipient, and the platform with its fee. */
export function move(route: Route, flow: Flow, running: Running): void {
  const { paymentId, at } = route;
  enter({ paymentId, walletId: route.senderWalletId, type: 'debit', by: 0n - debitOf(flow), at }, running);
  enter({ paymentId, walletId: route.recipientWalletId, type: 'credit', by: creditOf(flow), at }, running);
  if (route.feeWalletId !== null) {
    enter({ paymentId, walletId: route.feeWalletId, type: 'fee', by: flow.fee, at }, running);
  }
}

/** Keeps a payment that is created now, and lets later operations of the batch find it. */
export function record(payment: DecidedPayment, running: Running): void {
  running.payments.push(payment);
  addPayment(paymentOf(payment), running);
}

/** A payment decided now, as the next batch finds it. */
export function paymentOf({ request, failure, ...decided }: DecidedPayment): LockedPayment {
  return {
    id: request.paymentId,
    clientId: request.clientId,
    reference: request.reference,
    clientReference: request.clientReference,
    senderId: decided.senderId,
    recipientId: decided.recipientId,
    senderWalletId: request.senderWalletId,
    recipientWalletId: request.recipientWalletId,
    amount: request.amount,
    fee: decided.fee,
    feeBearer: request.fee?.bearer ?? 'recipient',
    feeWalletId: decided.feeWalletId,
    refunded: NOTHING,
    feeRefunded: NOTHING,
    currency: request.currency,
    status: decided.status,
    failureCode: failure?.code ?? null,
    provider: request.provider,
    metadata: request.metadata,
    createdAt: decided.createdAt,
    checkoutId: decided.checkoutId,
    hold: decided.hold,
  };
}
