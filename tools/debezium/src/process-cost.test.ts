import { costFrom, processCost } from './process-cost.js';

describe('processCost', () => {
  it('reads times after a command name that holds spaces and brackets', () => {
    const stat = '42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 11 0 100 200 300';
    expect(costFrom(stat, 'Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t 1024 kB\n')).toEqual({
      cpuSeconds: 2,
      peakRssBytes: 2048 * 1024,
    });
  });

  it('refuses what it can not read, instead of giving NaN', () => {
    expect(() => costFrom('42 (x) S', 'VmRSS: 1 kB')).toThrow('another form');
  });

  it('sees this very process at work', () => {
    const { cpuSeconds, peakRssBytes } = processCost(process.pid);
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(peakRssBytes).toBeGreaterThan(1024 * 1024);
  });
});
