/** Users, wallets, payments, refunds and checkouts as the API shows them. */
import {
  isoOfMicroseconds,
  type CheckoutAnswer,
  type PaymentAnswer,
  type RefundAnswer,
  type UserAnswer,
  type WalletAnswer,
} from '@vf/contracts';
import { formatDecimal, isCurrency, toMinorUnits, wireId, type Currency } from '@vf/money';
import type { Checkout, Payment, Refund, User, Wallet } from '@vf/payments';

/** The database holds only currencies that were accepted; anything else is corrupt and must not be shown as money. */
export function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new RangeError(`unknown currency ${code} in the database`);
  return code;
}

export function userAnswerOf(user: User): UserAnswer {
  return {
    object: 'user',
    id: wireId('usr', user.id),
    email: user.email,
    phone: user.phone,
    role: user.role,
    kyc_status: user.kycStatus,
    metadata: user.metadata,
    created_at: isoOfMicroseconds(user.createdAt),
  };
}

export function walletAnswerOf(wallet: Wallet): WalletAnswer {
  const currency = currencyOf(wallet.currency);
  const available = wallet.balance - wallet.held;
  return {
    object: 'wallet',
    id: wireId('wal', wallet.id),
    user_id: wireId('usr', wallet.userId),
    currency,
    balance: toMinorUnits(wallet.balance, currency),
    balance_decimal: formatDecimal(wallet.balance),
    available: toMinorUnits(available, currency),
    available_decimal: formatDecimal(available),
    is_frozen: wallet.isFrozen,
    updated_at: isoOfMicroseconds(wallet.updatedAt),
    version: Number(wallet.rowVersion),
  };
}

/** What of a payment is shown. */
export type ShownPayment = Omit<Payment, 'clientId' | 'feeWalletId' | 'feeRefunded' | 'hold'> & {
  readonly hold: Pick<NonNullable<Payment['hold']>, 'authorised' | 'expiresAt'> | null;
};

export function paymentAnswerOf(payment: ShownPayment): PaymentAnswer {
  const currency = currencyOf(payment.currency);
  const { hold } = payment;
  return {
    object: 'payment',
    id: wireId('pay', payment.id),
    reference: payment.reference,
    client_reference: payment.clientReference,
    status: payment.status,
    failure_code: payment.failureCode,
    amount: toMinorUnits(payment.amount, currency),
    amount_decimal: formatDecimal(payment.amount),
    fee: toMinorUnits(payment.fee, currency),
    fee_decimal: formatDecimal(payment.fee),
    fee_bearer: payment.feeBearer,
    refunded_amount: toMinorUnits(payment.refunded, currency),
    refunded_amount_decimal: formatDecimal(payment.refunded),
    authorized_amount: hold && toMinorUnits(hold.authorised, currency),
    capture_before: hold && hold.expiresAt !== null ? isoOfMicroseconds(hold.expiresAt) : null,
    currency,
    sender_id: wireId('usr', payment.senderId),
    recipient_id: wireId('usr', payment.recipientId),
    sender_wallet_id: wireId('wal', payment.senderWalletId),
    recipient_wallet_id: wireId('wal', payment.recipientWalletId),
    provider: payment.provider,
    checkout_id: payment.checkoutId === null ? null : wireId('chk', payment.checkoutId),
    metadata: JSON.parse(payment.metadata) as Record<string, unknown>,
    created_at: isoOfMicroseconds(payment.createdAt),
  };
}

export function refundAnswerOf(refund: Refund): RefundAnswer {
  const currency = currencyOf(refund.currency);
  return {
    object: 'refund',
    id: wireId('ref', refund.id),
    payment_id: wireId('pay', refund.paymentId),
    status: refund.status === 'success' ? 'success' : 'failed',
    failure_code: refund.failureCode,
    amount: toMinorUnits(refund.amount, currency),
    amount_decimal: formatDecimal(refund.amount),
    fee_returned: toMinorUnits(refund.feeReturned, currency),
    fee_returned_decimal: formatDecimal(refund.feeReturned),
    currency,
    reason: refund.reason,
    metadata: JSON.parse(refund.metadata) as Record<string, unknown>,
    created_at: isoOfMicroseconds(refund.createdAt),
  };
}

export function checkoutAnswerOf(checkout: Checkout): CheckoutAnswer {
  const currency = currencyOf(checkout.currency);
  return {
    object: 'checkout',
    id: wireId('chk', checkout.id),
    client_reference: checkout.clientReference,
    status: checkout.status === 'success' ? 'success' : 'failed',
    failure_code: checkout.failureCode,
    amount: toMinorUnits(checkout.amount, currency),
    amount_decimal: formatDecimal(checkout.amount),
    fee: toMinorUnits(checkout.fee, currency),
    fee_decimal: formatDecimal(checkout.fee),
    fee_bearer: checkout.feeBearer,
    currency,
    sender_id: wireId('usr', checkout.senderId),
    sender_wallet_id: wireId('wal', checkout.senderWalletId),
    provider: checkout.provider,
    metadata: JSON.parse(checkout.metadata) as Record<string, unknown>,
    payments: checkout.payments.map((payment) => paymentAnswerOf(payment)),
    created_at: isoOfMicroseconds(checkout.createdAt),
  };
}
