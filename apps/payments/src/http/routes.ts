/** Every route of the API, once: what the OpenAPI document shows, and which methods a path takes. */
import {
  createPaymentRequest,
  createTopUpRequest,
  createUserRequest,
  createWalletRequest,
  paymentAnswer,
  userAnswer,
  walletAnswer,
  type ErrorCode,
} from '@vf/contracts';
import type { Scope } from '@vf/payments';
import type { z } from 'zod';
import { webhookRoutes } from './webhook-routes.js';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** OpenAPI's form: `/v1/users/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly scope: Scope;
  readonly request?: z.ZodType;
  /** The body may be left out; then all its fields have their defaults. */
  readonly isRequestOptional?: boolean;
  readonly query?: z.ZodObject;
  readonly answer: z.ZodType;
  readonly status: 200 | 201;
  readonly movesMoney: boolean;
  /** Errors of this operation, besides those any request may get. */
  readonly errors: readonly ErrorCode[];
}

const fieldErrors = ['field_missing', 'field_unknown', 'field_invalid'] as const;
const moneyErrors = [
  ...fieldErrors,
  'amount_not_integer',
  'amount_not_positive',
  'amount_too_large',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'idempotency_key_in_use',
  'wallet_not_found',
  'client_reference_taken',
  'wallet_frozen',
  'currency_mismatch',
  'balance_limit_exceeded',
  'overloaded',
  'outcome_unknown',
  'wallet_busy',
] as const;

const read = (what: 'user' | 'wallet' | 'payment', answer: z.ZodType): Route => ({
  method: 'GET',
  path: `/v1/${what}s/{id}`,
  operationId: `read${what[0]?.toUpperCase() ?? ''}${what.slice(1)}`,
  summary: `Reads a ${what} of this client.`,
  scope: `${what}s:read`,
  answer,
  status: 200,
  movesMoney: false,
  errors: [`${what}_not_found`],
});

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
    errors: [...fieldErrors, 'email_taken', 'phone_taken'],
  },
  read('user', userAnswer),
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
    errors: [...fieldErrors, 'user_not_found', 'wallet_exists'],
  },
  read('wallet', walletAnswer),
  {
    method: 'POST',
    path: '/v1/wallets/{id}/top-ups',
    operationId: 'createTopUp',
    summary:
      'Puts money on a wallet from the provider’s clearing wallet. Trusts the caller that the provider has confirmed it.',
    scope: 'top_ups:write',
    request: createTopUpRequest,
    answer: paymentAnswer,
    status: 201,
    movesMoney: true,
    errors: moneyErrors,
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
    errors: [...moneyErrors, 'same_wallet', 'insufficient_funds'],
  },
  read('payment', paymentAnswer),
  ...webhookRoutes,
];

const OPENAPI_PATH = '/openapi.json';
const patterns = routes.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace('{id}', '[^/]+')}$`),
}));

/** The methods a URL takes, empty when there is nothing at it. Tells 405 from 404. */
export function allowedMethods(url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  if (path === OPENAPI_PATH) return ['GET'];
  return patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}
