/** Batches of changes become deliveries, in the transaction of the batch's position. */
import { PoisonRecordError, type BatchHandler, type ConsumedRecord } from '@vf/consumer';
import type { OwnedPaymentChange, OwnedWalletChange, WebhookEventType } from '@vf/contracts';
import {
  storeWebhookEvents,
  webhookHoldsOf,
  webhookOwnersOf,
  type PaymentsTables,
  type WebhookEventToStore,
} from '@vf/payments';
import {
  paymentEventType,
  paymentObjectOf,
  walletEventType,
  walletObjectOf,
  webhookEventOf,
} from './webhook-event-of.js';

export interface ChangeHandlerOptions {
  readonly isLive: boolean;
  /** Told of each batch that made deliveries. */
  readonly onStored: (deliveries: number) => void;
}

export function paymentChangesHandler(options: ChangeHandlerOptions): BatchHandler<PaymentsTables, OwnedPaymentChange> {
  return async ({ records }, { tx }) => {
    const told = records.flatMap((record) => {
      const { after: row } = record.value;
      const type = paymentEventType(record.value);
      // The platform's own payments have no client.
      return row && type && row.client_id !== null ? [{ record, row, type, clientId: row.client_id }] : [];
    });
    const owners = await webhookOwnersOf(
      tx,
      told.flatMap(({ row }) => [row.sender_id, row.recipient_id]),
    );
    const holds = await webhookHoldsOf(
      tx,
      told.map(({ row }) => row.id),
    );
    const walletOf = (userId: string): string => owners.get(userId)?.walletId ?? missing('wallet_missing');
    const events = told.map(({ record, row, type, clientId }) =>
      webhookEventOf({
        ...partsOf(record, type, options),
        clientId,
        sequence: row.row_version,
        object: paymentObjectOf(row, {
          senderWalletId: walletOf(row.sender_id),
          recipientWalletId: walletOf(row.recipient_id),
          hold: holds.get(row.id) ?? null,
        }),
      }),
    );
    options.onStored(await storeWebhookEvents(tx, events));
  };
}

export function walletChangesHandler(options: ChangeHandlerOptions): BatchHandler<PaymentsTables, OwnedWalletChange> {
  return async ({ records }, { tx }) => {
    const told = records.flatMap((record) => {
      const { after: row } = record.value;
      const type = walletEventType(record.value);
      return row && type ? [{ record, row, type }] : [];
    });
    const owners = await webhookOwnersOf(
      tx,
      told.map(({ row }) => row.user_id),
    );
    const events = told.flatMap(({ record, row, type }): WebhookEventToStore[] => {
      const clientId = owners.get(row.user_id)?.clientId ?? null;
      if (clientId === null) return [];
      const object = walletObjectOf(row);
      return [webhookEventOf({ ...partsOf(record, type, options), clientId, sequence: row.row_version, object })];
    });
    options.onStored(await storeWebhookEvents(tx, events));
  };
}

function partsOf(
  { value, eventId }: ConsumedRecord<OwnedPaymentChange | OwnedWalletChange>,
  type: WebhookEventType,
  { isLive }: ChangeHandlerOptions,
) {
  return { type, isLive, changeId: eventId ?? missing('event_id_missing'), committedAtMs: value.source.ts_ms };
}

function missing(code: 'wallet_missing' | 'event_id_missing'): never {
  throw new PoisonRecordError(
    code,
    code === 'event_id_missing' ? 'a change has no event id' : 'a payment is of a user who has no wallet',
  );
}
