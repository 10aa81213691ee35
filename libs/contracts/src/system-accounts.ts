/**
 * The users and wallets the platform itself owns, under ids that never change, so that every service knows them
 * without asking another one. Clearing accounts stand for the world outside: a top-up debits them, and their balance
 * may go below zero; the platform accounts collect fees. The payments service provisions them at its start.
 */
import type { Currency } from '@vf/money';

export interface SystemAccount {
  readonly userId: string;
  readonly walletId: string;
  readonly kind: 'clearing' | 'platform';
  /** The provider whose money passes through a clearing account. */
  readonly provider?: Provider;
  readonly currency: Currency;
  readonly email: string;
}

/** Payment providers, by the names stored in payments.provider. `internal` moves money between wallets only. */
export const providers = ['stripe', 'mtn_momo', 'airtel'] as const;
export type Provider = (typeof providers)[number];

const id = (family: string, n: number) => `00000000-0000-7000-${family}-${n.toString(16).padStart(12, '0')}`;
const userFamily = '8000';
const walletFamily = '8001';
const FIRST_PLATFORM_ID = 0x100;
/** So many wallets share the fees, or every payment with a fee would wait for one row (docs/adr/0071). */
const PLATFORM_SHARDS = 8;

/** All accounts the platform owns. One wallet a user, as in the guide's schema; all in RWF for now. */
export const systemAccounts: readonly SystemAccount[] = [
  ...providers.map((provider, index) => ({
    userId: id(userFamily, index + 1),
    walletId: id(walletFamily, index + 1),
    kind: 'clearing' as const,
    provider,
    currency: 'RWF' as const,
    email: `clearing.${provider}@system.vendorflow.invalid`,
  })),
  ...Array.from({ length: PLATFORM_SHARDS }, (_, shard) => ({
    userId: id(userFamily, FIRST_PLATFORM_ID + shard),
    walletId: id(walletFamily, FIRST_PLATFORM_ID + shard),
    kind: 'platform' as const,
    currency: 'RWF' as const,
    email: shard === 0 ? 'platform@system.vendorflow.invalid' : `platform.${shard}@system.vendorflow.invalid`,
  })),
];

/** The wallets that take the platform's fees, in the order of their shards. */
export const platformWalletIds: readonly string[] = systemAccounts
  .filter(({ kind }) => kind === 'platform')
  .map(({ walletId }) => walletId);

/** The clearing account a top-up by this provider is taken from. */
export function clearingAccountOf(provider: Provider): SystemAccount {
  const account = systemAccounts.find((candidate) => candidate.provider === provider);
  if (!account) throw new RangeError(`no clearing account for provider ${provider}`);
  return account;
}

/** The API client under which payments executes what the fraud team commands. It has no key: nobody calls as it. */
export const fraudTeamClientId = id('8002', 1);
