/** What a user may spend, by how well the user is known: of one payment, and of a calendar day. */
import type { Hundredths } from '@vf/money';

/** How well a user is known. The column is text, as the domain has it; the service writes these. */
export const kycStatuses = ['pending', 'basic', 'verified', 'rejected'] as const;
export type KycStatus = (typeof kycStatuses)[number];

/** Limits of a status in one currency; null: not limited in that way. */
export interface KycLimits {
  readonly payment: Hundredths | null;
  readonly daily: Hundredths | null;
}

/** Kigali is two hours ahead of UTC and knows no summer time. */
const KIGALI_AHEAD_US = 2n * 3_600_000_000n;
const DAY_US = 86_400_000_000n;

/** When, in microseconds since 1970, the calendar day of Africa/Kigali began in which this moment lies. */
export function kigaliDayStart(now: bigint): bigint {
  const local = now + KIGALI_AHEAD_US;
  return local - (((local % DAY_US) + DAY_US) % DAY_US) - KIGALI_AHEAD_US;
}

/** What counts against the day: payments that succeeded, and those that still may. Not what failed or was given back whole. */
export const countedStatuses = ['pending', 'processing', 'success'] as const;
const counted: ReadonlySet<string> = new Set(countedStatuses);

interface Dated {
  readonly status: string;
  readonly createdAt: bigint;
  readonly amount: Hundredths;
}

/** How much of its sender's day this payment takes. */
export function countedOf({ status, createdAt, amount }: Dated, now: bigint): bigint {
  return counted.has(status) && createdAt >= kigaliDayStart(now) ? amount : 0n;
}

/** Whether it is more than the status allows. A checkout asks with the sum of its legs, so that no basket is cut small. */
export function exceedsKyc({ payment, daily }: KycLimits, amount: bigint, spentToday: bigint): boolean {
  return (payment !== null && amount > payment) || (daily !== null && spentToday + amount > daily);
}
