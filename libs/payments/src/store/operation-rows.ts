/** Between the rows of operation-statements.ts and the domain's words. */
import { isoOfMicroseconds } from '@vf/contracts';
import { formatDecimal, parseDecimal } from '@vf/money';
import { keyKindOf, madeIdOf, type KeyedOperation } from '../domain/operations.js';
import type { Decision, Hold, LockedPayment } from '../domain/posting.js';
import type { LockedPaymentRow } from './payment-columns.js';
import { askedValuesOf, sortedKeysOf, walletValuesOf } from './posting-rows.js';

export const askedKeyValuesOf = (operations: readonly KeyedOperation[]) => ({
  ...askedValuesOf(operations),
  kinds: operations.map((operation) => keyKindOf(operation)),
});

export function lockedPaymentOf(row: LockedPaymentRow): LockedPayment {
  return {
    id: row.id,
    clientId: row.client_id,
    reference: row.reference,
    clientReference: row.client_reference,
    senderId: row.sender_id,
    recipientId: row.recipient_id,
    senderWalletId: row.sender_wallet_id,
    recipientWalletId: row.recipient_wallet_id,
    amount: parseDecimal(row.amount),
    fee: parseDecimal(row.fee),
    feeBearer: row.fee_bearer === 'sender' ? 'sender' : 'recipient',
    feeWalletId: row.fee_wallet_id,
    refunded: parseDecimal(row.refunded_amount),
    feeRefunded: parseDecimal(row.fee_refunded),
    currency: row.currency,
    status: row.status,
    failureCode: row.failure_code,
    provider: row.provider,
    metadata: row.metadata,
    createdAt: BigInt(row.created_at_us),
    checkoutId: row.checkout_id,
    hold: holdOf(row),
  };
}

function holdOf(row: LockedPaymentRow): Hold | null {
  const { authorized_amount: authorised, held_amount: held, hold_state: state } = row;
  if (authorised === null || held === null || state === null) return null;
  return {
    authorised: parseDecimal(authorised),
    held: parseDecimal(held),
    feeBasisPoints: row.fee_basis_points ?? 0,
    expiresAt: row.expires_at_us === null ? null : BigInt(row.expires_at_us),
    state,
  };
}

/** Created payments as they are at the end of the batch, so that one whose order was given up does not bar the next. */
export function anyPaymentValuesOf({ created }: Decision) {
  return {
    id: created.map(({ id }) => id),
    reference: created.map(({ reference }) => reference),
    sender_id: created.map(({ senderId }) => senderId),
    recipient_id: created.map(({ recipientId }) => recipientId),
    amount: created.map(({ amount }) => formatDecimal(amount)),
    currency: created.map(({ currency }) => currency),
    status: created.map(({ status }) => status),
    provider: created.map(({ provider }) => provider),
    metadata: created.map(({ metadata }) => metadata),
    created_at: created.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
    client_id: created.map(({ clientId }) => clientId),
    client_reference: created.map(({ clientReference }) => clientReference),
    failure_code: created.map(({ failureCode }) => failureCode),
    fee: created.map(({ fee }) => formatDecimal(fee)),
    fee_bearer: created.map(({ feeBearer }) => feeBearer),
    fee_wallet_id: created.map(({ feeWalletId }) => feeWalletId),
    refunded_amount: created.map(({ refunded }) => formatDecimal(refunded)),
    fee_refunded: created.map(({ feeRefunded }) => formatDecimal(feeRefunded)),
    checkout_id: created.map(({ checkoutId }) => checkoutId),
  };
}

export function anyKeyValuesOf(decision: Decision) {
  const sorted = sortedKeysOf(decision);
  return {
    client_id: sorted.map(({ operation }) => operation.clientId),
    kind: sorted.map(({ kind }) => kind),
    key: sorted.map(({ operation }) => operation.key),
    // The text form of bytea.
    fingerprint: sorted.map(({ operation }) => `\\x${operation.fingerprint}`),
    payment_id: sorted.map(({ paymentId }) => paymentId),
    made_id: sorted.map(({ operation }) => madeIdOf(operation)),
    status: sorted.map(({ answer }) => answer.status),
    response_body: sorted.map(({ answer }) => answer.body),
    created_at: sorted.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

/** Holds of created payments, as they are at the end of the batch. */
export function holdValuesOf({ created }: Decision) {
  const held = heldOf(created);
  return {
    payment_id: held.map(({ payment }) => payment.id),
    wallet_id: held.map(({ payment }) => payment.senderWalletId),
    authorized_amount: held.map(({ hold }) => formatDecimal(hold.authorised)),
    held_amount: held.map(({ hold }) => formatDecimal(hold.held)),
    captured_amount: held.map(({ payment, hold }) => capturedOf(payment, hold)),
    fee_basis_points: held.map(({ hold }) => hold.feeBasisPoints),
    expires_at: held.map(({ hold }) => (hold.expiresAt === null ? null : isoOfMicroseconds(hold.expiresAt))),
    state: held.map(({ hold }) => hold.state),
  };
}

const heldOf = (payments: readonly LockedPayment[]) =>
  payments.flatMap((payment) => (payment.hold ? [{ payment, hold: payment.hold }] : []));

const capturedOf = ({ amount }: LockedPayment, { state }: Hold) => formatDecimal(state === 'captured' ? amount : 0n);

export function refundValuesOf({ refunds }: Decision) {
  return {
    id: refunds.map(({ request }) => request.refundId),
    payment_id: refunds.map(({ request }) => request.paymentId),
    client_id: refunds.map(({ request }) => request.clientId),
    amount: refunds.map(({ amount }) => formatDecimal(amount)),
    fee_returned: refunds.map(({ feeReturned }) => formatDecimal(feeReturned)),
    currency: refunds.map(({ currency }) => currency),
    status: refunds.map(({ failure }) => (failure ? 'failed' : 'success')),
    failure_code: refunds.map(({ failure }) => failure?.code ?? null),
    reason: refunds.map(({ request }) => request.reason),
    metadata: refunds.map(({ request }) => request.metadata),
    created_at: refunds.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function checkoutValuesOf({ checkouts }: Decision) {
  return {
    id: checkouts.map(({ request }) => request.checkoutId),
    client_id: checkouts.map(({ request }) => request.clientId),
    client_reference: checkouts.map(({ request }) => request.clientReference),
    sender_id: checkouts.map(({ senderId }) => senderId),
    sender_wallet_id: checkouts.map(({ request }) => request.senderWalletId),
    amount: checkouts.map(({ amount }) => formatDecimal(amount)),
    fee: checkouts.map(({ fee }) => formatDecimal(fee)),
    fee_bearer: checkouts.map(({ request }) => request.fee?.bearer ?? 'recipient'),
    currency: checkouts.map(({ request }) => request.currency),
    status: checkouts.map(({ failure }) => (failure ? 'failed' : 'success')),
    failure_code: checkouts.map(({ failure }) => failure?.code ?? null),
    provider: checkouts.map(({ request }) => request.provider),
    metadata: checkouts.map(({ request }) => request.metadata),
    created_at: checkouts.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function freezeValuesOf({ freezes }: Decision) {
  return {
    id: freezes.map(({ request }) => request.operationId),
    wallet_id: freezes.map(({ request }) => request.walletId),
    client_id: freezes.map(({ request }) => request.clientId),
    frozen: freezes.map(({ request }) => request.op === 'freeze'),
    reason: freezes.map(({ request }) => request.reason),
    actor: freezes.map(({ request }) => request.actor),
    created_at: freezes.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
  };
}

export function freezeActValuesOf({ freezes }: Decision) {
  return {
    id: freezes.map(({ request }) => request.operationId),
    at: freezes.map(({ createdAt }) => isoOfMicroseconds(createdAt)),
    actor_client_id: freezes.map(({ request }) => request.clientId),
    action: freezes.map(({ request }) => (request.op === 'freeze' ? 'wallet.freeze' : 'wallet.unfreeze')),
    object_kind: freezes.map(() => 'wallet'),
    object_id: freezes.map(({ request }) => request.walletId),
    reason: freezes.map(({ request }) => request.reason),
    after: freezes.map(({ request }) => JSON.stringify({ actor: request.actor })),
    request_id: freezes.map(({ request }) => request.requestId),
  };
}

export function paymentChangeValuesOf({ changedPayments }: Decision) {
  return {
    ids: changedPayments.map(({ id }) => id),
    amounts: changedPayments.map(({ amount }) => formatDecimal(amount)),
    fees: changedPayments.map(({ fee }) => formatDecimal(fee)),
    statuses: changedPayments.map(({ status }) => status),
    failureCodes: changedPayments.map(({ failureCode }) => failureCode),
    refundedAmounts: changedPayments.map(({ refunded }) => formatDecimal(refunded)),
    feesRefunded: changedPayments.map(({ feeRefunded }) => formatDecimal(feeRefunded)),
  };
}

export function endedHoldValuesOf({ changedPayments }: Decision) {
  const ended = heldOf(changedPayments).filter(({ hold }) => hold.state !== 'open');
  return {
    paymentIds: ended.map(({ payment }) => payment.id),
    states: ended.map(({ hold }) => hold.state),
    capturedAmounts: ended.map(({ payment, hold }) => capturedOf(payment, hold)),
  };
}

export function anyWalletValuesOf({ wallets }: Decision) {
  return {
    ...walletValuesOf({ wallets }),
    held: wallets.map(({ held }) => formatDecimal(held)),
    frozen: wallets.map(({ isFrozen }) => isFrozen),
  };
}
