/** Requests and answers about who may do what: grants, KYC, the audit log. */
import { z } from 'zod';
import {
  amountField,
  askedTime,
  currencyField,
  decimalAmount,
  idField,
  minorUnits,
  plainText,
  timeField,
} from './fields.js';

const MAX_REASON_LENGTH = 500;
const reasonField = plainText(MAX_REASON_LENGTH).meta({
  description: 'Why; kept in the audit log.',
  example: 'contract 2026-17',
});
const kycStatus = z.enum(['pending', 'basic', 'verified', 'rejected']).meta({ example: 'verified' });

export const createGrantRequest = z
  .strictObject({
    wallet_id: idField('wal').meta({ description: 'A wallet of a user that you registered.' }),
    client_id: idField('cli').meta({ description: 'The client that may debit it.' }),
    total_limit: amountField
      .optional()
      .meta({ description: 'All it may debit under this grant; no limit when left out.' }),
    payment_limit: amountField.optional().meta({ description: 'Of one payment or checkout; no limit when left out.' }),
    expires_at: askedTime.optional().meta({ description: 'When it ends by itself.' }),
    reason: reasonField,
  })
  .meta({ id: 'CreateGrant' });

export const revokeGrantRequest = z.strictObject({ reason: reasonField }).meta({ id: 'RevokeGrant' });

export const grantAnswer = z
  .object({
    object: z.literal('wallet_grant'),
    id: idField('grt'),
    wallet_id: idField('wal'),
    grantor_client_id: idField('cli'),
    client_id: idField('cli').meta({ description: 'Who may debit.' }),
    currency: currencyField,
    total_limit: minorUnits.nullable(),
    payment_limit: minorUnits.nullable(),
    used: minorUnits.meta({ description: 'Debited and held under it so far; what is given back is not taken off.' }),
    used_decimal: decimalAmount,
    state: z.enum(['active', 'expired', 'revoked']),
    expires_at: timeField.nullable(),
    revoked_at: timeField.nullable(),
    created_at: timeField,
  })
  .meta({ id: 'WalletGrant' });

export const setKycRequest = z.strictObject({ status: kycStatus, reason: reasonField }).meta({ id: 'SetKyc' });

const limitAmount = z.int().min(0).max(999_999_999_999_999).nullable();

export const setKycLimitRequest = z
  .strictObject({
    kyc_status: kycStatus,
    currency: currencyField,
    payment_limit: limitAmount.meta({ description: 'Of one payment or checkout; null: none.', example: 500_000 }),
    daily_limit: limitAmount.meta({
      description: 'Of a calendar day in Africa/Kigali; null: none.',
      example: 1_000_000,
    }),
    reason: reasonField,
  })
  .meta({ id: 'SetKycLimit' });

export const kycLimitAnswer = z
  .object({
    object: z.literal('kyc_limit'),
    kyc_status: z.string(),
    currency: currencyField,
    payment_limit: minorUnits.nullable(),
    daily_limit: minorUnits.nullable(),
  })
  .meta({ id: 'KycLimit' });

export const auditEntryAnswer = z
  .object({
    object: z.literal('audit_entry'),
    id: idField('aud'),
    at: timeField,
    action: z.string().meta({ example: 'user.kyc' }),
    actor: z.object({
      client_id: idField('cli').nullable().meta({ description: 'null: an operator at the command line.' }),
      key_id: idField('key').nullable(),
      database_login: z.string(),
    }),
    object_kind: z.string().meta({ example: 'user' }),
    object_id: z.string().meta({ description: 'As the API names it, where it does.' }),
    reason: z.string(),
    before: z.unknown().meta({ description: 'What was changed, as it was.' }),
    after: z.unknown().meta({ description: 'And as it is.' }),
    request_id: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export type CreateGrantRequest = z.infer<typeof createGrantRequest>;
export type GrantAnswer = z.infer<typeof grantAnswer>;
export type SetKycLimitRequest = z.infer<typeof setKycLimitRequest>;
export type KycLimitAnswer = z.infer<typeof kycLimitAnswer>;
export type AuditEntryAnswer = z.infer<typeof auditEntryAnswer>;
