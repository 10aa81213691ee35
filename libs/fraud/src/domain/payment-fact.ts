import { microsecondsOf, type PaymentChange } from '@vf/contracts';
import { parseDecimal, type Hundredths } from '@vf/money';
import type { Provenance } from './alert-event.js';

/** What a change of a payment says, in the terms of this context. */
export interface PaymentFact {
  readonly paymentId: string;
  readonly senderId: string;
  readonly timeUs: bigint;
  readonly amount: Hundredths;
  readonly currency: string;
  /** The checkout it is a leg of. */
  readonly checkoutId: string | null;
  /** The source's status, or `deleted`: the row is gone, and counts no more than a failed one. */
  readonly status: string;
  /** Rises with each change of the row; the newest wins, however often and late records arrive. */
  readonly rowVersion: bigint;
  /** Leads the version: a source that was restored to an earlier state counts on from there in a new epoch. */
  readonly epoch: number;
  readonly provenance: Provenance;
}

/** Undefined when the change carries no row at all. Throws RangeError on amounts and times that cannot be read. */
export function paymentFactOf(
  change: PaymentChange,
  { epoch, provenance }: Pick<PaymentFact, 'epoch' | 'provenance'>,
): PaymentFact | undefined {
  const row = change.op === 'd' ? change.before : change.after;
  if (!row) return undefined;
  return {
    paymentId: row.id,
    senderId: row.sender_id,
    timeUs: microsecondsOf(row.created_at),
    amount: parseDecimal(row.amount),
    currency: row.currency,
    checkoutId: row.checkout_id ?? null,
    status: change.op === 'd' ? DELETED : row.status,
    rowVersion: BigInt(row.row_version),
    epoch,
    provenance,
  };
}

const DELETED = 'deleted';

/** The newest fact of each payment, in order of payment id; of equal versions the later one (a delete keeps the version). */
export function newestFacts(facts: readonly PaymentFact[]): PaymentFact[] {
  const newest = new Map<string, PaymentFact>();
  for (const fact of facts) {
    const known = newest.get(fact.paymentId);
    if (!known || !isOlder(fact, known)) newest.set(fact.paymentId, fact);
  }
  return [...newest.values()].sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
}

const isOlder = (a: PaymentFact, b: PaymentFact) =>
  a.epoch === b.epoch ? a.rowVersion < b.rowVersion : a.epoch < b.epoch;
