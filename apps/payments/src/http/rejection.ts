/** What is refused without a trace, as the error that the caller sees. */
import type { Operation, Rejection } from '@vf/payments';
import { wireId } from '@vf/money';
import { ApiError } from './api-error.js';
import { checkoutFieldOf, fieldOf } from './payment-answer.js';

export function rejectionOf(rejection: Rejection, operation: Operation): ApiError {
  switch (rejection.code) {
    case 'client_reference_taken':
      return new ApiError('client_reference_taken', { param: 'client_reference' });
    case 'payment_not_found':
      return new ApiError('payment_not_found');
    case 'recipient_not_vendor':
      return new ApiError('recipient_not_vendor', { param: `legs.${rejection.leg}.recipient_wallet_id` });
    case 'wallet_not_found':
      return walletNotFound(rejection, operation);
    case 'capture_too_large':
    case 'refund_too_large':
      return new ApiError(rejection.code, { param: 'amount', payment_id: wireId('pay', rejection.paymentId) });
    case 'payment_already_captured':
    case 'payment_already_refunded':
    case 'payment_already_voided':
    case 'payment_expired':
    case 'payment_failed':
    case 'payment_not_captured':
    case 'payment_not_refundable':
    case 'payment_processing':
      return new ApiError(rejection.code, { payment_id: wireId('pay', rejection.paymentId) });
  }
}

function walletNotFound(rejection: Extract<Rejection, { code: 'wallet_not_found' }>, operation: Operation): ApiError {
  // Not the caller's doing: the accounts that take fees are made when the service starts.
  if (rejection.party === 'platform') return new ApiError('internal_error');
  const param = 'origin' in operation ? fieldOf(rejection.party, operation.origin) : undefined;
  const field = operation.op === 'checkout' ? checkoutFieldOf(rejection) : param;
  return new ApiError('wallet_not_found', field === undefined ? {} : { param: field });
}
