import { describe, expect, it } from '@jest/globals';
import type { PaymentsResult } from './measure-payments.js';
import { paymentsJson, paymentsTable } from './payments-report.js';

const result: PaymentsResult = {
  httpPerSecond: 3_000,
  httpRuns: [2_900, 3_000, 3_100],
  peer: 'pgbench',
  peerPerSecond: 2_000,
  peerRuns: [1_900, 2_000, 2_100],
  feesPerSecond: 2_700,
  feesRuns: [2_700],
  halfRate: { payments: 22_500, paymentsPerSecond: 1_500, p50Ms: 4, p99Ms: 19.96, notAnswered: 1 },
  topP99Ms: 80,
  meanBatch: 31.25,
  notAnswered: 1,
  peakRssMb: 250.4,
  cpuSeconds: 12.34,
  invariants: { holds: true, broken: [], payments: 90_000 },
};

describe('a result of payments', () => {
  it('is told with its ratio, the cost of fees, and what was not answered', () => {
    expect(paymentsJson(result)).toMatchObject({
      http_per_s: 3_000,
      peer: 'pgbench',
      peer_per_s: 2_000,
      ratio: 1.5,
      p50_ms: 4,
      p99_ms: 20,
      mean_batch: 31.3,
      fees_cost: 0.1,
      not_answered: 1,
      invariants: 'hold',
    });
    expect(paymentsTable(result)).toContain('1.50x the six statements');
    expect(paymentsTable(result)).toContain('1 requests not answered with success');
  });

  it('says so when the books do not add up', () => {
    const broken = { holds: false, broken: ['money was made or lost (1)'], payments: 5 };
    expect(paymentsJson({ ...result, invariants: broken }).invariants).toBe('money was made or lost (1)');
    expect(paymentsTable({ ...result, invariants: broken })).toContain('BROKEN: money was made or lost (1).');
  });
});
