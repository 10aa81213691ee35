/** From committed changes to the events that clients are told of. Pure. */
import {
  microsecondsOf,
  type OwnedPaymentChange,
  type OwnedPaymentRow,
  type OwnedWalletChange,
  type OwnedWalletRow,
  type PaymentAnswer,
  type WalletAnswer,
  type WebhookEvent,
  type WebhookEventType,
} from '@vf/contracts';
import { parseDecimal, wireId } from '@vf/money';
import type { WebhookEventToStore } from '@vf/payments';
import { v5 as uuidv5 } from 'uuid';
import { paymentAnswerOf, walletAnswerOf, type ShownPayment } from '../http/answers.js';

/** Of the events' shape; a change of it that breaks a receiver gets another one. */
const API_VERSION = '2026-11-24';
/** Namespace of event ids: fixed for ever, since the same change must give the same id. */
const EVENT_NAMESPACE = '6f0d6a5e-3c0b-5b1e-9d0a-6a1f3f0c7b52';

const typeOfStatus = {
  pending: undefined,
  processing: 'payment.processing',
  success: 'payment.succeeded',
  failed: 'payment.failed',
  refunded: 'payment.refunded',
} as const satisfies Record<OwnedPaymentRow['status'], WebhookEventType | undefined>;

/** What a payment's change is for its client, if anything. What a snapshot found (op r) is no change. */
export function paymentEventType({ op, before, after }: OwnedPaymentChange): WebhookEventType | undefined {
  if (!after || (op !== 'c' && op !== 'u')) return undefined;
  if (after.status !== before?.status) return typeOfStatus[after.status];
  // Refunded in part, a payment stays a success.
  return parseDecimal(after.refunded_amount) > parseDecimal(before.refunded_amount) ? 'payment.refunded' : undefined;
}

/** Nearly every change of a wallet is its balance, which is nobody's event. */
export function walletEventType({ op, before, after }: OwnedWalletChange): WebhookEventType | undefined {
  if (op !== 'u' || !before || !after || after.kind !== 'user' || before.is_frozen === after.is_frozen)
    return undefined;
  return after.is_frozen ? 'wallet.frozen' : 'wallet.unfrozen';
}

/** Bare UUID of the event that the change with this event id makes. Version 5, so a re-read gives the same one. */
export const webhookEventId = (changeId: string): string => uuidv5(changeId, EVENT_NAMESPACE);

export interface WebhookEventParts {
  readonly changeId: string;
  readonly type: WebhookEventType;
  readonly clientId: string;
  readonly committedAtMs: number;
  readonly isLive: boolean;
  readonly sequence: number;
  readonly object: PaymentAnswer | WalletAnswer;
}

export function webhookEventOf(parts: WebhookEventParts): WebhookEventToStore {
  const id = webhookEventId(parts.changeId);
  const event: WebhookEvent = {
    id: wireId('evt', id),
    object: 'event',
    type: parts.type,
    created: new Date(parts.committedAtMs).toISOString(),
    livemode: parts.isLive,
    api_version: API_VERSION,
    sequence: parts.sequence,
    data: { object: parts.object },
  };
  return {
    id,
    type: parts.type,
    clientId: parts.clientId,
    body: JSON.stringify(event),
    occurredAtMs: parts.committedAtMs,
  };
}

/** The payment as the API shows it, as it was after this change. What is beside the row never changes. */
export function paymentObjectOf(
  row: OwnedPaymentRow,
  beside: Pick<ShownPayment, 'senderWalletId' | 'recipientWalletId' | 'hold'>,
): PaymentAnswer {
  return paymentAnswerOf({
    id: row.id,
    reference: row.reference,
    clientReference: row.client_reference,
    senderId: row.sender_id,
    recipientId: row.recipient_id,
    ...beside,
    amount: parseDecimal(row.amount),
    fee: parseDecimal(row.fee),
    feeBearer: row.fee_bearer,
    refunded: parseDecimal(row.refunded_amount),
    currency: row.currency,
    status: row.status,
    failureCode: row.failure_code,
    provider: row.provider,
    checkoutId: row.checkout_id,
    metadata: objectText(row.metadata),
    createdAt: microsecondsOf(row.created_at),
  });
}

export function walletObjectOf(row: OwnedWalletRow): WalletAnswer {
  return walletAnswerOf({
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    balance: parseDecimal(row.balance),
    held: parseDecimal(row.held),
    currency: row.currency,
    isFrozen: row.is_frozen,
    updatedAt: microsecondsOf(row.updated_at),
    rowVersion: BigInt(row.row_version),
  });
}

/** The column is written as an object only; metadata that capture hashed whole is none, and is not shown. */
function objectText(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? text : '{}';
  } catch {
    return '{}';
  }
}
