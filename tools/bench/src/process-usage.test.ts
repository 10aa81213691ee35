import { describe, expect, it } from '@jest/globals';
import { usageOf } from './process-usage.js';

describe('the usage of a process', () => {
  it('agrees with what the process says of itself', () => {
    const { cpuSeconds, peakRssMb } = usageOf(process.pid);
    const own = process.cpuUsage();
    expect(Math.abs(cpuSeconds - (own.user + own.system) / 1e6)).toBeLessThan(1);
    expect(peakRssMb * 1e6).toBeGreaterThan(process.memoryUsage().rss / 2);
  });
});
