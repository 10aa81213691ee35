import type { Hundredths } from '@vf/money';

/** Where a payment stands among its sender's: by event time, ties by payment id. */
export interface Position {
  /** Event time (the payment's created_at) in microseconds since 1970. */
  readonly timeUs: bigint;
  /** Lower-case UUID, so that texts compare as PostgreSQL compares uuids. */
  readonly paymentId: string;
}

/** A payment as the windows see it. Failed payments are not among them. */
export interface CountedPayment extends Position {
  readonly amount: Hundredths;
  readonly currency: string;
  /** The checkout it is a leg of; null or absent where it stands alone. */
  readonly checkoutId?: string | null;
}

/** Negative, zero or positive, for sorting. */
export function comparePositions(a: Position, b: Position): number {
  if (a.timeUs !== b.timeUs) return a.timeUs < b.timeUs ? -1 : 1;
  if (a.paymentId === b.paymentId) return 0;
  return a.paymentId < b.paymentId ? -1 : 1;
}
