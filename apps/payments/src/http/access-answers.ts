/** Grants, KYC limits, ledger entries and audit entries as the API shows them. */
import {
  isoOfMicroseconds,
  type AuditEntryAnswer,
  type GrantAnswer,
  type KycLimitAnswer,
  type LedgerEntryAnswer,
  type WalletBalanceAnswer,
} from '@vf/contracts';
import { formatDecimal, toMinorUnits, wireId, type Hundredths, type IdPrefix } from '@vf/money';
import type { AuditEntry, BalanceAt, KycLimit, LedgerEntry, Wallet, WalletGrant } from '@vf/payments';
import { currencyOf } from './answers.js';

const timeOf = (at: bigint | null) => (at === null ? null : isoOfMicroseconds(at));

export function grantAnswerOf(grant: WalletGrant): GrantAnswer {
  const currency = currencyOf(grant.currency);
  const money = (amount: Hundredths | null) => (amount === null ? null : toMinorUnits(amount, currency));
  return {
    object: 'wallet_grant',
    id: wireId('grt', grant.id),
    wallet_id: wireId('wal', grant.walletId),
    grantor_client_id: wireId('cli', grant.grantorClientId),
    client_id: wireId('cli', grant.granteeClientId),
    currency,
    total_limit: money(grant.totalLimit),
    payment_limit: money(grant.paymentLimit),
    used: toMinorUnits(grant.used, currency),
    used_decimal: formatDecimal(grant.used),
    state: grant.state,
    expires_at: timeOf(grant.expiresAt),
    revoked_at: timeOf(grant.revokedAt),
    created_at: isoOfMicroseconds(grant.createdAt),
  };
}

export function kycLimitAnswerOf(limit: KycLimit): KycLimitAnswer {
  const currency = currencyOf(limit.currency);
  const money = (amount: Hundredths | null) => (amount === null ? null : toMinorUnits(amount, currency));
  return {
    object: 'kyc_limit',
    kyc_status: limit.status,
    currency,
    payment_limit: money(limit.payment),
    daily_limit: money(limit.daily),
  };
}

/** `led_` and the row's number, as the change stream has it: the ledger's ids are no UUIDs. */
export const ledgerIdOf = (id: string) => `led_${id}`;
export const ledgerIdIn = (text: string) => /^led_(\d{1,18})$/.exec(text)?.[1];

export function ledgerEntryAnswerOf(entry: LedgerEntry): LedgerEntryAnswer {
  const currency = currencyOf(entry.currency);
  const signed = entry.balanceAfter - entry.balanceBefore;
  return {
    object: 'ledger_entry',
    id: ledgerIdOf(entry.id),
    wallet_id: wireId('wal', entry.walletId),
    payment_id: wireId('pay', entry.paymentId),
    type: entry.type,
    amount: toMinorUnits(signed, currency),
    amount_decimal: formatDecimal(signed),
    balance_after: toMinorUnits(entry.balanceAfter, currency),
    balance_after_decimal: formatDecimal(entry.balanceAfter),
    currency,
    seq: Number(entry.seq),
    created_at: isoOfMicroseconds(entry.createdAt),
  };
}

export function balanceAnswerOf(wallet: Wallet, at: bigint, { balance, seq }: BalanceAt): WalletBalanceAnswer {
  const currency = currencyOf(wallet.currency);
  return {
    object: 'wallet_balance',
    wallet_id: wireId('wal', wallet.id),
    at: isoOfMicroseconds(at),
    balance: toMinorUnits(balance, currency),
    balance_decimal: formatDecimal(balance),
    currency,
    seq: Number(seq),
  };
}

/** The ids that the audit log holds bare. */
const PREFIX_OF_KIND: Readonly<Record<string, IdPrefix>> = {
  api_key: 'key',
  api_client: 'cli',
  wallet_grant: 'grt',
  user: 'usr',
  wallet: 'wal',
};

export function auditEntryAnswerOf(entry: AuditEntry): AuditEntryAnswer {
  const prefix = PREFIX_OF_KIND[entry.objectKind];
  const idOf = (kind: IdPrefix, id: string | null) => (id === null ? null : wireId(kind, id));
  return {
    object: 'audit_entry',
    id: wireId('aud', entry.id),
    at: isoOfMicroseconds(entry.at),
    action: entry.action,
    actor: {
      client_id: idOf('cli', entry.actorClientId),
      key_id: idOf('key', entry.actorKeyId),
      database_login: entry.databaseLogin,
    },
    object_kind: entry.objectKind,
    object_id: prefix === undefined ? entry.objectId : wireId(prefix, entry.objectId),
    reason: entry.reason,
    before: entry.before,
    after: entry.after,
    request_id: entry.requestId,
  };
}
