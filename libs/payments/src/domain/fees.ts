/** The platform's fee: what it comes to, and which part of it a refund gives back (docs/adr/0070). */
import { hundredthsPerMinorUnit, type Currency, type Hundredths } from '@vf/money';

/** Who pays it: the recipient, inside the amount, or the sender, on top of it. */
export const feeBearers = ['recipient', 'sender'] as const;
export type FeeBearer = (typeof feeBearers)[number];

/** Half of the amount: beyond it a fee is a mistake in a setting, and a leg's fee might pass the leg. */
export const MAX_FEE_BASIS_POINTS = 5_000;
/** What payments.fee holds, NUMERIC(10,2). */
export const MAX_FEE = 9_999_999_999n as Hundredths;
const BASIS = 10_000n;

/** Half up, for amounts that are not negative. */
const roundedQuotient = (dividend: bigint, divisor: bigint) => (2n * dividend + divisor) / (2n * divisor);

/** The fee on an amount: rounded half up to hundredths, then half up to the currency's minor unit. */
export function feeOf(amount: bigint, basisPoints: number, currency: Currency): Hundredths {
  const unit = hundredthsPerMinorUnit(currency);
  const exact = roundedQuotient(amount * BigInt(basisPoints), BASIS);
  return (roundedQuotient(exact, unit) * unit) as Hundredths;
}

/**
 * The fees of the parts of a whole. Each is the fee on the sum up to it, less the fee before it, so that together they
 * are the fee on the whole to the last franc, however it is cut.
 */
export function feesOfParts(amounts: readonly Hundredths[], basisPoints: number, currency: Currency): Hundredths[] {
  let sum = 0n;
  let taken = 0n;
  return amounts.map((amount) => {
    sum += amount;
    const fee = feeOf(sum, basisPoints, currency) - taken;
    taken += fee;
    return fee as Hundredths;
  });
}

export interface Refundable {
  /** Captured, refunded so far, and the fee taken and returned so far. */
  readonly amount: Hundredths;
  readonly refunded: Hundredths;
  readonly fee: Hundredths;
  readonly feeRefunded: Hundredths;
}

/**
 * The part of the fee that goes back with a refund: the fee's share of everything refunded so far, rounded once, less
 * what went back before. The last refund therefore returns the last of the fee, whatever the parts were.
 */
export function feeShareOf(payment: Refundable, refund: Hundredths, currency: Currency): Hundredths {
  const unit = hundredthsPerMinorUnit(currency);
  const due = roundedQuotient((payment.fee / unit) * (payment.refunded + refund), payment.amount) * unit;
  return (due - payment.feeRefunded) as Hundredths;
}

/** An amount asked for in minor units of a payment's currency, or all there is when none was asked for. */
export function amountOf(minorUnits: bigint | null, currency: Currency, all: bigint): Hundredths {
  return (minorUnits === null ? all : minorUnits * hundredthsPerMinorUnit(currency)) as Hundredths;
}
