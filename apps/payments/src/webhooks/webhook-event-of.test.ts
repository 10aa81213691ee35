import { describe, expect, it } from '@jest/globals';
import { ownedPaymentChange, ownedWalletChange, webhookEvent } from '@vf/contracts';
import {
  paymentEventType,
  paymentObjectOf,
  walletEventType,
  walletObjectOf,
  webhookEventId,
  webhookEventOf,
} from './webhook-event-of.js';

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const source = {
  version: '1',
  connector: 'postgresql',
  name: 'vf',
  ts_ms: 1_764_000_000_000,
  snapshot: 'false',
  db: 'vendorflow',
  schema: 'public',
  table: 'payments',
  txId: 1,
  lsn: 1,
};
const paymentRow = {
  id: uuid(1),
  reference: 'VF-1',
  sender_id: uuid(2),
  recipient_id: uuid(3),
  amount: '5000.00',
  fee: '0.00',
  currency: 'RWF',
  status: 'success',
  provider: 'internal',
  metadata: '{"basket":"42"}',
  created_at: '2026-11-24T10:00:00.123456Z',
  failure_code: null,
  row_version: 1,
  client_id: uuid(9),
  client_reference: 'order-1',
};
const walletRow = {
  id: uuid(4),
  user_id: uuid(2),
  balance: '100.00',
  held: '0.00',
  currency: 'RWF',
  is_frozen: false,
  kind: 'user',
  updated_at: '2026-11-24T10:00:00.123456Z',
  row_version: 7,
};
const change = (op: string, before: object | null, after: object | null) =>
  ownedPaymentChange.parse({
    op,
    source,
    ts_ms: 1,
    before: before && { ...paymentRow, ...before },
    after: after && { ...paymentRow, ...after },
  });
const walletChange = (op: string, before: object | null, after: object) =>
  ownedWalletChange.parse({
    op,
    source,
    ts_ms: 1,
    before: before && { ...walletRow, ...before },
    after: { ...walletRow, ...after },
  });

describe('what a payment’s change is for its client', () => {
  it.each([
    ['success', 'payment.succeeded'],
    ['failed', 'payment.failed'],
    ['processing', 'payment.processing'],
    ['pending', undefined],
  ])('made as %s it is %s', (status, type) => {
    expect(paymentEventType(change('c', null, { status }))).toBe(type);
  });

  it('is an event when the status changes, and none when something else does', () => {
    expect(paymentEventType(change('u', { status: 'processing' }, { status: 'success' }))).toBe('payment.succeeded');
    expect(paymentEventType(change('u', { status: 'success' }, { status: 'refunded' }))).toBe('payment.refunded');
    expect(paymentEventType(change('u', { metadata: '{}' }, {}))).toBeUndefined();
  });

  it('is a refund too when only a part went back', () => {
    const [none, some] = [{ refunded_amount: '0.00' }, { refunded_amount: '10.00' }];
    expect(paymentEventType(change('u', none, some))).toBe('payment.refunded');
    expect(paymentEventType(change('u', some, some))).toBeUndefined();
  });

  it('is nothing when the row was found by a snapshot, or is gone', () => {
    expect(paymentEventType(change('r', null, {}))).toBeUndefined();
    expect(paymentEventType(change('d', {}, null))).toBeUndefined();
  });
});

describe('what a wallet’s change is', () => {
  it('is an event when it is frozen or unfrozen, and none when its balance moves', () => {
    expect(walletEventType(walletChange('u', {}, { is_frozen: true }))).toBe('wallet.frozen');
    expect(walletEventType(walletChange('u', { is_frozen: true }, {}))).toBe('wallet.unfrozen');
    expect(walletEventType(walletChange('u', { balance: '1.00' }, {}))).toBeUndefined();
    expect(walletEventType(walletChange('c', null, { is_frozen: true }))).toBeUndefined();
    expect(walletEventType(walletChange('u', { kind: 'clearing' }, { kind: 'clearing', is_frozen: true }))).toBe(
      undefined,
    );
  });
});

describe('an event', () => {
  const wallets = { senderWalletId: uuid(5), recipientWalletId: uuid(6), hold: null };
  const parts = {
    changeId: '00000001-000000000152a4c8-00000002',
    type: 'payment.succeeded',
    clientId: uuid(9),
    committedAtMs: source.ts_ms,
    isLive: false,
    sequence: 3,
    object: paymentObjectOf(change('c', null, {}).after!, wallets),
  } as const;

  it('is of the contract, and to the byte the same whenever the change is read', () => {
    const event = webhookEventOf(parts);
    expect(webhookEventOf(parts)).toEqual(event);
    expect(webhookEvent.parse(JSON.parse(event.body))).toMatchObject({
      id: `evt_${event.id.replaceAll('-', '')}`,
      type: 'payment.succeeded',
      created: '2025-11-24T16:00:00.000Z',
      livemode: false,
      sequence: 3,
      data: { object: { object: 'payment', amount: 5000, client_reference: 'order-1', metadata: { basket: '42' } } },
    });
  });

  it('has an id that is fixed for ever, and another one for each change', () => {
    expect(webhookEventId(parts.changeId)).toBe(webhookEventId(parts.changeId));
    expect(webhookEventId(parts.changeId)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-/);
    expect(webhookEventId('00000002-000000000152a4c8-00000002')).not.toBe(webhookEventId(parts.changeId));
  });

  it('shows a wallet as the API does', () => {
    const object = walletObjectOf(walletChange('u', {}, { is_frozen: true }).after!);
    expect(webhookEvent.shape.data.parse({ object })).toMatchObject({ object: { is_frozen: true, version: 7 } });
  });
});
