import { describe, expect, it } from '@jest/globals';
import { alertEvent } from '@vf/contracts';
import { hundredths } from '@vf/money';
import { alertEventOf } from './alert-event.js';
import { alertIdOf } from './alert-id.js';
import type { Alert } from './alert.js';
import { SENDER, paymentId, smallRule } from './definition.fixture.js';
import type { VelocityRule } from './velocity-rule.js';

const rule: VelocityRule = {
  ...smallRule,
  windowUs: 3_600_000_000n,
  maxCount: 10,
  maxSum: hundredths(500_000_000n),
};

const alert = (count: number, sum: bigint): Alert => ({
  id: alertIdOf(rule, SENDER, paymentId(1)),
  senderId: SENDER,
  state: 'open',
  revision: 1,
  detectedAt: new Date(0),
  episode: {
    first: { timeUs: 3_600_000_000n, paymentId: paymentId(1) },
    last: { timeUs: 3_600_000_001n, paymentId: paymentId(2) },
    breachingPayments: 2,
    windowPayments: count,
    peakCount: { value: count, atUs: 3_600_000_000n },
    peakSum: { value: sum, atUs: 3_600_000_001n },
    listedPaymentIds: [paymentId(1), paymentId(2)],
  },
});

const told = (count: number, sum: bigint) =>
  alertEventOf(
    rule,
    { kind: 'opened', alert: alert(count, sum) },
    {
      topic: 'vf.public.payments',
      partition: 3,
      offset: 12n,
      eventId: '',
    },
  );

describe('an alert event', () => {
  it.each([
    [12, 318_000_000n, '12 payments (limit 10) within 60 minutes.'],
    [2, 500_000_100n, 'RWF 5,000,001 sent (limit 5,000,000) within 60 minutes.'],
    [11, 600_000_000n, '11 payments (limit 10) and RWF 6,000,000 sent (limit 5,000,000) within 60 minutes.'],
  ])('of %d payments and %d hundredths says why in one sentence', (count, sum, reason) => {
    expect(told(count, sum).reason).toBe(reason);
  });

  it('shows the worst window: of the count when that limit was passed, else of the sum', () => {
    expect(told(11, 1n).finding).toMatchObject({
      legs: ['count'],
      window_start: '1970-01-01T00:00:00.000000Z',
      window_end: '1970-01-01T01:00:00.000000Z',
    });
    expect(told(2, 600_000_000n).finding).toMatchObject({ legs: ['sum'], window_end: '1970-01-01T01:00:00.000001Z' });
  });

  it('is of the contract, and shows what is left of a fraction a currency does not have', () => {
    expect(alertEvent.parse(told(11, 500_000_150n)).finding.peak_sum).toBe(5_000_001);
    expect(told(11, 1n)).toMatchObject({ payment_count: 11, payments_truncated: true });
  });
});

describe('an alert id', () => {
  it('is always the same for rule, version, sender and first payment, and another when one of them differs', () => {
    const ids = new Set([
      alertIdOf(rule, SENDER, paymentId(1)),
      alertIdOf({ ...rule, version: 2 }, SENDER, paymentId(1)),
      alertIdOf({ ...rule, id: 'other' }, SENDER, paymentId(1)),
      alertIdOf(rule, paymentId(1), SENDER),
      alertIdOf(rule, SENDER, paymentId(2)),
    ]);
    expect(ids.size).toBe(5);
    // Fixed for ever: readers of the topic keep ids.
    expect(alertIdOf(rule, SENDER, paymentId(1))).toBe('d4139e70-714f-8575-b2fc-2c3f7a527743');
  });
});
