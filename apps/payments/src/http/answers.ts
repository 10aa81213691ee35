/** Users, wallets and payments as the API shows them. */
import { isoOfMicroseconds, type PaymentAnswer, type UserAnswer, type WalletAnswer } from '@vf/contracts';
import { formatDecimal, isCurrency, toMinorUnits, wireId, type Currency } from '@vf/money';
import type { Payment, User, Wallet } from '@vf/payments';

/** The database holds only currencies that were accepted; anything else is corrupt and must not be shown as money. */
function currencyOf(code: string): Currency {
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

export function paymentAnswerOf(payment: Payment): PaymentAnswer {
  const currency = currencyOf(payment.currency);
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
    currency,
    sender_id: wireId('usr', payment.senderId),
    recipient_id: wireId('usr', payment.recipientId),
    sender_wallet_id: wireId('wal', payment.senderWalletId),
    recipient_wallet_id: wireId('wal', payment.recipientWalletId),
    provider: payment.provider,
    metadata: payment.metadata,
    created_at: isoOfMicroseconds(payment.createdAt),
  };
}
