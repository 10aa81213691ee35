/** Answers as they may be: what the OpenAPI document shows. Typed, so that they keep the shape of real ones. */
import type {
  AuditEntryAnswer,
  CheckoutAnswer,
  ExpandedPaymentAnswer,
  GrantAnswer,
  KycLimitAnswer,
  LedgerEntryAnswer,
  PaymentAnswer,
  RefundAnswer,
  UserAnswer,
  WalletAnswer,
  WalletBalanceAnswer,
  WalletFreezeAnswer,
  WebhookDeliveryAnswer,
  WebhookEndpointAnswer,
} from '@vf/contracts';
import { parties } from './route.js';

const HEX = '0198c2f0a1b27c3d8e4f5a6b7c8d9e0f';
const OTHER_HEX = '0198c2f0a1b27c3d8e4f5a6b7c8d9e10';
const CREATED_AT = '2026-11-24T10:00:00.123456Z';
const LATER = '2026-11-25T10:00:00.123456Z';
const CLIENT = `cli_${HEX}`;

export const userExample: UserAnswer = {
  object: 'user',
  id: `usr_${HEX}`,
  email: 'aline@example.com',
  phone: '+250788123456',
  role: 'customer',
  kyc_status: 'pending',
  metadata: { city: 'Kigali' },
  created_at: CREATED_AT,
};

export const walletExample: WalletAnswer = {
  object: 'wallet',
  id: parties.sender_wallet_id,
  user_id: `usr_${HEX}`,
  currency: 'RWF',
  balance: 20_000,
  balance_decimal: '20000.00',
  available: 15_000,
  available_decimal: '15000.00',
  is_frozen: false,
  updated_at: CREATED_AT,
  version: 3,
};

export const paymentExample: PaymentAnswer = {
  object: 'payment',
  id: `pay_${HEX}`,
  reference: `VF-${HEX.toUpperCase()}`,
  client_reference: 'order-1001',
  status: 'success',
  failure_code: null,
  amount: 5_000,
  amount_decimal: '5000.00',
  fee: 50,
  fee_decimal: '50.00',
  fee_bearer: 'recipient',
  refunded_amount: 0,
  refunded_amount_decimal: '0.00',
  authorized_amount: null,
  capture_before: null,
  currency: 'RWF',
  sender_id: `usr_${HEX}`,
  recipient_id: `usr_${OTHER_HEX}`,
  ...parties,
  provider: 'internal',
  checkout_id: null,
  metadata: { basket: '42' },
  created_at: CREATED_AT,
};

/** A payment that is held: nothing has moved yet. */
export const holdExample: PaymentAnswer = {
  ...paymentExample,
  status: 'pending',
  authorized_amount: 5_000,
  capture_before: LATER,
};

export const capturedExample: PaymentAnswer = {
  ...holdExample,
  status: 'success',
  amount: 3_000,
  amount_decimal: '3000.00',
  fee: 30,
  fee_decimal: '30.00',
};

export const voidedExample: PaymentAnswer = { ...holdExample, status: 'failed', failure_code: 'payment_voided' };

export const topUpExample: PaymentAnswer = {
  ...paymentExample,
  fee: 0,
  fee_decimal: '0.00',
  sender_wallet_id: 'wal_00000000000070008001000000000001',
  recipient_wallet_id: parties.sender_wallet_id,
  provider: 'mtn_momo',
};

/** With its provider, which has not told the outcome yet. */
export const processingExample: PaymentAnswer = { ...topUpExample, status: 'processing' };

export const payoutExample: PaymentAnswer = {
  ...topUpExample,
  sender_wallet_id: parties.sender_wallet_id,
  recipient_wallet_id: 'wal_00000000000070008001000000000002',
  provider: 'airtel',
};

export const ledgerEntryExample: LedgerEntryAnswer = {
  object: 'ledger_entry',
  id: 'led_1204',
  wallet_id: parties.sender_wallet_id,
  payment_id: `pay_${HEX}`,
  type: 'debit',
  amount: -5_000,
  amount_decimal: '-5000.00',
  balance_after: 15_000,
  balance_after_decimal: '15000.00',
  currency: 'RWF',
  seq: 2,
  created_at: CREATED_AT,
};

export const expandedPaymentExample: ExpandedPaymentAnswer = {
  ...paymentExample,
  sender_wallet: walletExample,
  ledger_entries: [ledgerEntryExample],
};

export const balanceExample: WalletBalanceAnswer = {
  object: 'wallet_balance',
  wallet_id: parties.sender_wallet_id,
  at: CREATED_AT,
  balance: 15_000,
  balance_decimal: '15000.00',
  currency: 'RWF',
  seq: 2,
};

export const refundExample: RefundAnswer = {
  object: 'refund',
  id: `ref_${HEX}`,
  payment_id: `pay_${HEX}`,
  status: 'success',
  failure_code: null,
  amount: 2_000,
  amount_decimal: '2000.00',
  fee_returned: 20,
  fee_returned_decimal: '20.00',
  currency: 'RWF',
  reason: 'one item came back',
  metadata: {},
  created_at: CREATED_AT,
};

export const checkoutExample: CheckoutAnswer = {
  object: 'checkout',
  id: `chk_${HEX}`,
  client_reference: 'basket-77',
  status: 'success',
  failure_code: null,
  amount: 5_000,
  amount_decimal: '5000.00',
  fee: 50,
  fee_decimal: '50.00',
  fee_bearer: 'recipient',
  currency: 'RWF',
  sender_id: `usr_${HEX}`,
  sender_wallet_id: parties.sender_wallet_id,
  provider: 'internal',
  metadata: {},
  payments: [{ ...paymentExample, checkout_id: `chk_${HEX}`, client_reference: null }],
  created_at: CREATED_AT,
};

export const freezeExample: WalletFreezeAnswer = {
  object: 'wallet_freeze',
  wallet_id: parties.sender_wallet_id,
  is_frozen: true,
  reason: `alert alt_${HEX}`,
  actor: 'analyst 7',
  created_at: CREATED_AT,
};

export const grantExample: GrantAnswer = {
  object: 'wallet_grant',
  id: `grt_${HEX}`,
  wallet_id: parties.sender_wallet_id,
  grantor_client_id: `cli_${OTHER_HEX}`,
  client_id: CLIENT,
  currency: 'RWF',
  total_limit: 100_000,
  payment_limit: 20_000,
  used: 5_000,
  used_decimal: '5000.00',
  state: 'active',
  expires_at: '2027-01-01T00:00:00.000000Z',
  revoked_at: null,
  created_at: CREATED_AT,
};

export const revokedGrantExample: GrantAnswer = { ...grantExample, state: 'revoked', revoked_at: LATER };

export const kycLimitExample: KycLimitAnswer = {
  object: 'kyc_limit',
  kyc_status: 'pending',
  currency: 'RWF',
  payment_limit: 500_000,
  daily_limit: 1_000_000,
};

export const auditEntryExample: AuditEntryAnswer = {
  object: 'audit_entry',
  id: `aud_${HEX}`,
  at: CREATED_AT,
  action: 'user.kyc',
  actor: { client_id: CLIENT, key_id: `key_${HEX}`, database_login: 'payments_service' },
  object_kind: 'user',
  object_id: `usr_${HEX}`,
  reason: 'passport seen',
  before: { kyc_status: 'pending' },
  after: { kyc_status: 'verified' },
  request_id: `req_${HEX}`,
};

export const endpointExample: WebhookEndpointAnswer = {
  object: 'webhook_endpoint',
  id: `whk_${HEX}`,
  url: 'https://shop.example.com/vendorflow',
  event_types: ['*'],
  is_enabled: true,
  previous_secret_expires_at: null,
  created_at: CREATED_AT,
};

export const endpointWithSecretExample = { ...endpointExample, secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3' };

export const deliveryExample: WebhookDeliveryAnswer = {
  object: 'webhook_delivery',
  id: `whd_${HEX}`,
  endpoint_id: `whk_${HEX}`,
  event_id: `evt_${HEX}`,
  event_type: 'payment.succeeded',
  status: 'delivered',
  next_attempt_at: null,
  created_at: CREATED_AT,
  settled_at: CREATED_AT,
  attempts: [
    { number: 1, started_at: CREATED_AT, duration_ms: 41, status: 200, error: null, response_head: 'thank you' },
  ],
};

/** A page of a list that names its own path. */
export const pageExample = (url: string, item: object) => ({ object: 'list', data: [item], has_more: false, url });

/** A page of a list with an opaque cursor. */
export const cursorPageExample = (item: object) => ({
  object: 'list',
  data: [item],
  has_more: false,
  next_cursor: null,
});
