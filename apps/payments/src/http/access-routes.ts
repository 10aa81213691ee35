/** Routes about who may do what, and what they read. */
import {
  auditEntryAnswer,
  balanceAtQuery,
  createGrantRequest,
  expandedPaymentAnswer,
  grantAnswer,
  kycLimitAnswer,
  ledgerEntryAnswer,
  listAuditQuery,
  listEntriesQuery,
  listGrantsQuery,
  listOf,
  listPaymentsQuery,
  listUsersQuery,
  revokeGrantRequest,
  setKycLimitRequest,
  setKycRequest,
  userAnswer,
  walletBalanceAnswer,
  type ErrorCode,
} from '@vf/contracts';
import type { z } from 'zod';
import {
  auditEntryExample,
  balanceExample,
  expandedPaymentExample,
  grantExample,
  kycLimitExample,
  ledgerEntryExample,
  pageExample,
  revokedGrantExample,
  userExample,
} from './answer-examples.js';
import { amountErrors, fieldErrors, parties, type Route } from './route.js';

const pageErrors = ['field_invalid', 'field_unknown', 'cursor_not_found'] as const;

/** A list: of `path`, newest first. */
const list = (
  path: string,
  {
    name,
    item,
    ...of
  }: Pick<Route, 'summary' | 'scope' | 'answer'> & {
    readonly name: string;
    readonly query: z.ZodType;
    readonly item: object;
  },
  errors: readonly ErrorCode[] = [],
): Route => ({
  method: 'GET',
  path,
  operationId: name,
  ...of,
  answer: listOf(of.answer),
  status: 200,
  movesMoney: false,
  answers: { page: pageExample(path.replace('{id}', parties.sender_wallet_id), item) },
  errors: [...pageErrors, ...errors],
});

const command = (
  path: string,
  {
    name,
    ...of
  }: Pick<Route, 'summary' | 'scope' | 'answer' | 'errors'> & {
    readonly name: string;
    readonly request: z.ZodType;
    readonly example: object;
    readonly answered: object;
    readonly status?: 200 | 201;
  },
): Route => ({
  method: 'POST',
  path,
  operationId: name,
  summary: of.summary,
  scope: of.scope,
  request: of.request,
  answer: of.answer,
  status: of.status ?? 200,
  movesMoney: false,
  examples: { [name]: of.example },
  answers: { [name]: of.answered },
  errors: [...fieldErrors, ...of.errors],
});

/** Who may do what, and what they read. */
export const accessRoutes: readonly Route[] = [
  list(
    '/v1/payments',
    {
      name: 'listPayments',
      summary: 'Payments this client made, or all of one of its wallets.',
      scope: 'payments:read',
      query: listPaymentsQuery,
      answer: expandedPaymentAnswer,
      item: expandedPaymentExample,
    },
    ['wallet_not_found'],
  ),
  list('/v1/users', {
    name: 'listUsers',
    summary: 'Users this client registered.',
    scope: 'users:read',
    query: listUsersQuery,
    answer: userAnswer,
    item: userExample,
  }),
  list(
    '/v1/wallets/{id}/entries',
    {
      name: 'listEntries',
      summary: 'The history of a wallet: its ledger entries.',
      scope: 'wallets:read',
      query: listEntriesQuery,
      answer: ledgerEntryAnswer,
      item: ledgerEntryExample,
    },
    ['wallet_not_found'],
  ),
  {
    method: 'GET',
    path: '/v1/wallets/{id}/balance',
    operationId: 'readBalance',
    summary: 'What a wallet held at a moment, from its ledger; holds are not in it.',
    scope: 'wallets:read',
    query: balanceAtQuery,
    answer: walletBalanceAnswer,
    status: 200,
    movesMoney: false,
    answers: { balance: balanceExample },
    errors: ['field_invalid', 'field_unknown', 'wallet_not_found'],
  },
  list('/v1/grants', {
    name: 'listGrants',
    summary: 'Grants this client has given, or received.',
    scope: 'grants:read',
    query: listGrantsQuery,
    answer: grantAnswer,
    item: grantExample,
  }),
  command('/v1/grants', {
    name: 'createGrant',
    summary: 'Lets another client debit a wallet of a user of this one.',
    scope: 'grants:write',
    request: createGrantRequest,
    answer: grantAnswer,
    status: 201,
    errors: ['wallet_not_found', 'client_not_found', 'grant_exists', ...amountErrors],
    answered: { ...grantExample, used: 0, used_decimal: '0.00' },
    example: {
      wallet_id: parties.sender_wallet_id,
      client_id: 'cli_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f',
      total_limit: 100_000,
      payment_limit: 20_000,
      expires_at: '2027-01-01T00:00:00Z',
      reason: 'contract 2026-17',
    },
  }),
  {
    method: 'GET',
    path: '/v1/grants/{id}',
    operationId: 'readGrant',
    summary: 'Reads a grant this client has given or received.',
    scope: 'grants:read',
    answer: grantAnswer,
    status: 200,
    movesMoney: false,
    answers: { grant: grantExample },
    errors: ['grant_not_found'],
  },
  command('/v1/grants/{id}/revoke', {
    name: 'revokeGrant',
    summary: 'Takes a grant back; what was paid under it stays paid.',
    scope: 'grants:write',
    request: revokeGrantRequest,
    answer: grantAnswer,
    errors: ['grant_not_found'],
    answered: revokedGrantExample,
    example: { reason: 'contract ended' },
  }),
  command('/v1/users/{id}/kyc', {
    name: 'setKyc',
    summary: 'Says how well a user is known, whichever client’s it is.',
    scope: 'users:admin',
    request: setKycRequest,
    answer: userAnswer,
    errors: ['user_not_found'],
    answered: { ...userExample, kyc_status: 'verified' },
    example: { status: 'verified', reason: 'passport seen' },
  }),
  {
    method: 'GET',
    path: '/v1/kyc-limits',
    operationId: 'listKycLimits',
    summary: 'What each KYC status may spend; a status and currency that is not here has no limit.',
    scope: 'users:admin',
    answer: listOf(kycLimitAnswer),
    status: 200,
    movesMoney: false,
    answers: { all: pageExample('/v1/kyc-limits', kycLimitExample) },
    errors: [],
  },
  command('/v1/kyc-limits', {
    name: 'setKycLimit',
    summary: 'Sets what a KYC status may spend in a currency; two nulls take the limits away.',
    scope: 'users:admin',
    request: setKycLimitRequest,
    answer: kycLimitAnswer,
    errors: ['amount_too_large'],
    answered: kycLimitExample,
    example: {
      kyc_status: 'pending',
      currency: 'RWF',
      payment_limit: 500_000,
      daily_limit: 1_000_000,
      reason: 'regulation 2026/3',
    },
  }),
  list('/v1/audit-log', {
    name: 'listAudit',
    summary: 'Who did what to whom, and why.',
    scope: 'audit:read',
    query: listAuditQuery,
    answer: auditEntryAnswer,
    item: auditEntryExample,
  }),
];
