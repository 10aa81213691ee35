import { describe, expect, it } from '@jest/globals';
import { batchSizesIn } from './payments-server.js';

describe('the sizes of batches', () => {
  it('are read from the service’s metrics', () => {
    const metrics = [
      '# TYPE vf_posting_batch_size histogram',
      'vf_posting_batch_size_bucket{le="250",service="payments"} 40',
      'vf_posting_batch_size_sum{service="payments"} 1300',
      'vf_posting_batch_size_count{service="payments"} 40',
    ].join('\n');
    expect(batchSizesIn(metrics)).toEqual({ batches: 40, payments: 1300 });
    expect(batchSizesIn('')).toEqual({ batches: NaN, payments: NaN });
  });
});
