import { describe, expect, it } from '@jest/globals';
import { readPgbenchRate } from './six-statements.js';

const OUTPUT = `pgbench (15.18, server 18.4)
transaction type: six-statements.sql
number of clients: 16
number of transactions actually processed: 22462
number of failed transactions: 0 (0.000%)
latency average = 5.698 ms
initial connection time = 24.310 ms
tps = 2808.123456 (without initial connection time)
`;

describe('what pgbench prints', () => {
  it('has the rate without the time of connecting', () => {
    expect(readPgbenchRate(OUTPUT)).toBe(2808.123456);
  });

  it.each([
    ['nothing', ''],
    ['failed transactions', OUTPUT.replace('transactions: 0', 'transactions: 7')],
    ['a client that ended early', `${OUTPUT}pgbench: error: Run was aborted; the above results are incomplete.`],
  ])('is no rate with %s', (_, output) => {
    expect(() => readPgbenchRate(output)).toThrow('pgbench did not run to its end');
  });
});
