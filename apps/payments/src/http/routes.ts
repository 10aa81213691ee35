/** Every route of the API, once: what the OpenAPI document shows, and which methods a path takes. */
import {
  batchAnswer,
  capturePaymentRequest,
  checkoutAnswer,
  createBatchRequest,
  createCheckoutRequest,
  createPaymentRequest,
  createPayoutRequest,
  createRefundRequest,
  createTopUpRequest,
  createUserRequest,
  createWalletRequest,
  expandedPaymentAnswer,
  freezeWalletRequest,
  paymentAnswer,
  problemOf,
  readPaymentQuery,
  refundAnswer,
  userAnswer,
  voidPaymentRequest,
  walletAnswer,
  walletFreezeAnswer,
} from '@vf/contracts';
import type { z } from 'zod';
import {
  capturedExample,
  checkoutExample,
  expandedPaymentExample,
  freezeExample,
  holdExample,
  paymentExample,
  payoutExample,
  processingExample,
  refundExample,
  topUpExample,
  userExample,
  voidedExample,
  walletExample,
} from './answer-examples.js';
import { accessRoutes } from './access-routes.js';
import { callbackRoutes } from './callback-routes.js';
import { amountErrors, EXAMPLE_REQUEST_ID, fieldErrors, parties, type Route } from './route.js';
import { webhookRoutes } from './webhook-routes.js';

const moneyErrors = [
  ...fieldErrors,
  'amount_not_integer',
  'amount_not_positive',
  'amount_too_large',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_repeated',
  'idempotency_key_reused',
  'idempotency_key_in_use',
  'wallet_not_found',
  'client_reference_taken',
  'wallet_frozen',
  'currency_mismatch',
  'balance_limit_exceeded',
  'kyc_limit_exceeded',
  'grant_limit_exceeded',
  'overloaded',
  'outcome_unknown',
  'wallet_busy',
] as const;

const providerErrors = [
  'provider_not_available',
  'provider_insufficient_funds',
  'provider_account_not_found',
  'provider_limit_exceeded',
  'provider_not_approved',
  'provider_declined',
  'provider_not_submitted',
  'provider_not_accepted',
] as const;

const emptyWallet = {
  ...walletExample,
  ...{ balance: 0, balance_decimal: '0.00', available: 0, available_decimal: '0.00', version: 1 },
};

type Readable = 'user' | 'wallet' | 'payment' | 'refund' | 'checkout';

const read = (what: Readable, answer: z.ZodType, example: object): Route => ({
  method: 'GET',
  path: `/v1/${what}s/{id}`,
  operationId: `read${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`,
  summary: `Reads a ${what} of this client.`,
  scope: what === 'refund' || what === 'checkout' ? 'payments:read' : `${what}s:read`,
  answer,
  status: 200,
  movesMoney: false,
  answers: { [what]: example },
  errors: [`${what}_not_found`],
});

const keyErrors = [
  ...fieldErrors,
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_repeated',
  'idempotency_key_reused',
  'idempotency_key_in_use',
  'overloaded',
  'outcome_unknown',
  'wallet_busy',
] as const;
const holdErrors = [
  ...keyErrors,
  'payment_not_found',
  'payment_already_captured',
  'payment_already_voided',
  'payment_already_refunded',
  'payment_expired',
  'payment_failed',
  'payment_processing',
] as const;

const freezeRoute = (op: 'freeze' | 'unfreeze', summary: string): Route => ({
  method: 'POST',
  path: `/v1/wallets/{id}/${op}`,
  operationId: `${op}Wallet`,
  summary,
  scope: 'wallets:admin',
  request: freezeWalletRequest,
  answer: walletFreezeAnswer,
  status: 200,
  movesMoney: true,
  errors: [...keyErrors, 'wallet_not_found'],
  answers: { [op]: { ...freezeExample, is_frozen: op === 'freeze' } },
  examples: { [op]: { reason: 'alert alt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f', actor: 'analyst 7' } },
});

const operationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/payments/{id}/capture',
    operationId: 'capturePayment',
    summary: 'Moves what is held, or a part of it; the rest is free again.',
    scope: 'payments:write',
    request: capturePaymentRequest,
    answer: paymentAnswer,
    status: 200,
    movesMoney: true,
    errors: [
      ...holdErrors,
      ...amountErrors,
      'capture_too_large',
      'wallet_frozen',
      'currency_mismatch',
      'balance_limit_exceeded',
    ],
    examples: { whole: {}, part: { amount: 3000 } },
    answers: { part: capturedExample },
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/void',
    operationId: 'voidPayment',
    summary: 'Gives back what is held; the payment ends as failed with payment_voided.',
    scope: 'payments:write',
    request: voidPaymentRequest,
    answer: paymentAnswer,
    status: 200,
    movesMoney: true,
    errors: holdErrors,
    examples: { void: {} },
    answers: { void: voidedExample },
  },
  {
    method: 'POST',
    path: '/v1/payments/{id}/refunds',
    operationId: 'createRefund',
    summary: 'Gives a payment back to its sender, whole or in parts, with the part of the fee that belongs to it.',
    scope: 'payments:write',
    request: createRefundRequest,
    answer: refundAnswer,
    status: 201,
    movesMoney: true,
    errors: [
      ...holdErrors.filter((code) => code !== 'payment_already_captured'),
      ...amountErrors,
      'payment_not_captured',
      'payment_not_refundable',
      'refund_too_large',
      'insufficient_funds',
      'wallet_frozen',
      'currency_mismatch',
      'balance_limit_exceeded',
    ],
    examples: { rest: {}, part: { amount: 2000, reason: 'one item came back' } },
    answers: { part: refundExample },
  },
  read('refund', refundAnswer, refundExample),
  {
    method: 'POST',
    path: '/v1/checkouts',
    operationId: 'createCheckout',
    summary: 'Pays up to 50 vendors from one wallet: a payment for each leg, all of them or none.',
    scope: 'payments:write',
    request: createCheckoutRequest,
    answer: checkoutAnswer,
    status: 201,
    movesMoney: true,
    errors: [...moneyErrors, 'same_wallet', 'insufficient_funds', 'fee_too_large', 'recipient_not_vendor'],
    answers: { basket: checkoutExample },
    examples: {
      basket: {
        sender_wallet_id: parties.sender_wallet_id,
        currency: 'RWF',
        client_reference: 'basket-77',
        legs: [
          { recipient_wallet_id: parties.recipient_wallet_id, amount: 5000 },
          { recipient_wallet_id: 'wal_0198c2f0a1b27c3d8e4f5a6b7c8d9e11', amount: 1500, metadata: { item: 'scarf' } },
        ],
      },
    },
  },
  read('checkout', checkoutAnswer, checkoutExample),
  {
    method: 'POST',
    path: '/v1/payments/batch',
    operationId: 'createBatch',
    summary: 'Makes up to 1,000 payments, each by itself under a key of its own; the answer has a result for each.',
    scope: 'payments:write',
    request: createBatchRequest,
    answer: batchAnswer,
    status: 200,
    movesMoney: false,
    errors: fieldErrors,
    answers: {
      one: {
        object: 'batch',
        data: [
          { status: 201, replayed: false, body: paymentExample },
          {
            status: 402,
            replayed: false,
            body: problemOf('insufficient_funds', { instance: EXAMPLE_REQUEST_ID, param: 'amount' }),
          },
        ],
      },
    },
    examples: {
      two: {
        items: [
          { idempotency_key: 'order-1001', ...parties, amount: 5000, currency: 'RWF' },
          { idempotency_key: 'order-1002', ...parties, amount: 700, currency: 'RWF' },
        ],
      },
    },
  },
  freezeRoute('freeze', 'Stops everything that moves the wallet’s money, whichever client’s it is.'),
  freezeRoute('unfreeze', 'Lets the wallet’s money move again.'),
];

export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/users',
    operationId: 'createUser',
    summary: 'Registers a user. Only the client that registered a user sees and debits its wallet.',
    scope: 'users:write',
    request: createUserRequest,
    answer: userAnswer,
    status: 201,
    movesMoney: false,
    examples: { customer: { email: 'aline@example.com', phone: '+250788123456', metadata: { city: 'Kigali' } } },
    answers: { customer: userExample },
    errors: [...fieldErrors, 'email_taken', 'phone_taken'],
  },
  read('user', userAnswer, userExample),
  {
    method: 'POST',
    path: '/v1/wallets',
    operationId: 'createWallet',
    summary: 'Opens the wallet of a user, empty. A user has one.',
    scope: 'wallets:write',
    request: createWalletRequest,
    answer: walletAnswer,
    status: 201,
    movesMoney: false,
    examples: { wallet: { user_id: userExample.id, currency: 'RWF' } },
    answers: { wallet: emptyWallet },
    errors: [...fieldErrors, 'user_not_found', 'wallet_exists'],
  },
  read('wallet', walletAnswer, walletExample),
  {
    method: 'POST',
    path: '/v1/wallets/{id}/top-ups',
    operationId: 'createTopUp',
    summary:
      'Puts money on a wallet from the provider’s clearing wallet. With a source the provider is asked for it (scope ' +
      'top_ups:request); without one the caller is trusted that the provider has confirmed it.',
    scope: 'top_ups:write',
    request: createTopUpRequest,
    answer: paymentAnswer,
    status: 201,
    movesMoney: true,
    examples: {
      confirmed: { amount: 5000, currency: 'RWF', provider: 'mtn_momo' },
      asked: { amount: 5000, currency: 'RWF', provider: 'mtn_momo', source: '+250788123456' },
    },
    answers: { confirmed: topUpExample },
    acceptedAnswer: processingExample,
    errors: [...moneyErrors, ...providerErrors],
  },
  {
    method: 'POST',
    path: '/v1/wallets/{id}/payouts',
    operationId: 'createPayout',
    summary: 'Pays money out of a wallet by a provider. It is held until the provider has paid.',
    scope: 'payouts:request',
    request: createPayoutRequest,
    answer: paymentAnswer,
    status: 201,
    movesMoney: true,
    examples: { phone: { amount: 5000, currency: 'RWF', provider: 'airtel', destination: '+250738123456' } },
    answers: { phone: payoutExample },
    acceptedAnswer: { ...payoutExample, status: 'processing' },
    errors: [...moneyErrors, 'insufficient_funds', ...providerErrors],
  },
  {
    method: 'POST',
    path: '/v1/payments',
    operationId: 'createPayment',
    summary: 'Pays from one wallet to another, now, entirely or not at all.',
    scope: 'payments:write',
    request: createPaymentRequest,
    answer: paymentAnswer,
    status: 201,
    movesMoney: true,
    errors: [...moneyErrors, 'same_wallet', 'insufficient_funds', 'fee_too_large'],
    answers: { payment: paymentExample, hold: holdExample },
    examples: {
      payment: { ...parties, amount: 5000, currency: 'RWF', client_reference: 'order-1001' },
      hold: { ...parties, amount: 5000, currency: 'RWF', capture: 'manual', hold_seconds: 86_400 },
    },
  },
  { ...read('payment', expandedPaymentAnswer, expandedPaymentExample), query: readPaymentQuery },
  ...operationRoutes,
  ...accessRoutes,
  ...webhookRoutes,
  ...callbackRoutes,
];

const OPENAPI_PATH = '/openapi.json';
const DOCS_PATH = '/docs';
const patterns = routes.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/, '[^/]+')}$`),
}));

/** The methods a URL takes, empty when there is nothing at it. Tells 405 from 404. */
export function allowedMethods(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  if (path === OPENAPI_PATH || path === DOCS_PATH) return ['GET'];
  return patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}
