/** The right of an API client to debit a wallet that is not its own: standing, limited, and counted under the wallet's lock. */
import type { Hundredths } from '@vf/money';

/** A grant that was not revoked, as it is under the lock of its wallet. */
export interface Grant {
  readonly id: string;
  readonly walletId: string;
  readonly granteeClientId: string;
  /** In the wallet's currency; null: not limited in that way. */
  readonly totalLimit: Hundredths | null;
  readonly paymentLimit: Hundredths | null;
  /** Debited and held under it so far. What is voided or refunded is not given back: a grant is spent, not lent. */
  readonly used: Hundredths;
  /** Microseconds since 1970. */
  readonly expiresAt: bigint | null;
}

/** A client has one grant at a time on a wallet. */
export const grantKeyOf = (walletId: string, clientId: string) => `${walletId} ${clientId}`;

/** The grant, unless its time is over: then the wallet is not there for the client, as if there had been none. */
export function standing(grant: Grant | undefined, now: bigint): Grant | undefined {
  return grant && (grant.expiresAt === null || now < grant.expiresAt) ? grant : undefined;
}

/** Whether a debit, fee included, is more than the grant allows of one payment or in all. */
export function exceedsGrant({ totalLimit, paymentLimit, used }: Grant, debit: bigint): boolean {
  return (paymentLimit !== null && debit > paymentLimit) || (totalLimit !== null && used + debit > totalLimit);
}

export const withUse = (grant: Grant, debit: bigint): Grant => ({
  ...grant,
  used: (grant.used + debit) as Hundredths,
});
