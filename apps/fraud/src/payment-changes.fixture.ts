/** Change records as the capture worker writes them, by hand. */
import { randomUUID } from 'node:crypto';
import { formatEventId, isoOfMicroseconds, microsecondsOf, type PaymentChange } from '@vf/contracts';

const START_US = microsecondsOf('2026-11-24T10:00:00.000000Z');

export interface PaymentOfTest {
  readonly senderId: string;
  readonly minute: number;
  readonly amount?: string;
  readonly id?: string;
  readonly status?: 'success' | 'failed';
  readonly rowVersion?: number;
  readonly checkoutId?: string;
}

let commits = 0n;

/** One change, in a commit of its own after all made before it. */
export function paymentChangeOf(payment: PaymentOfTest): PaymentChange {
  commits += 1n;
  const { rowVersion = 1 } = payment;
  return {
    op: rowVersion === 1 ? 'c' : 'u',
    before: null,
    after: {
      id: payment.id ?? randomUUID(),
      reference: `PAY-${String(commits)}`,
      sender_id: payment.senderId,
      recipient_id: randomUUID(),
      amount: payment.amount ?? '1000.00',
      fee: '0.00',
      currency: 'RWF',
      status: payment.status ?? 'success',
      provider: 'internal',
      metadata: '{}',
      created_at: isoOfMicroseconds(START_US + BigInt(payment.minute) * 60_000_000n),
      failure_code: payment.status === 'failed' ? 'reversed' : null,
      checkout_id: payment.checkoutId ?? null,
      row_version: rowVersion,
    },
    source: {
      version: '1',
      connector: 'postgresql',
      name: 'vf',
      ts_ms: 0,
      snapshot: 'false',
      db: 'vendorflow',
      schema: 'public',
      table: 'payments',
      txId: 1,
      lsn: Number(commits),
      event_id: formatEventId({ epoch: 1, commitLsn: commits, index: 0 }),
    },
    ts_ms: 0,
  };
}
