import { beforeEach, describe, expect, it } from '@jest/globals';
import { Health, Registry } from '@vf/platform';
import { createConsumerMetrics } from './consumer-metrics.js';
import { ConsumerStatus } from './consumer-status.js';

describe('readiness of a consumer', () => {
  let now: number;
  let health: Health;
  let registry: Registry;
  let status: ConsumerStatus;
  const state = () => health.checks['consumer g'];
  const partition = (next: bigint, high: bigint) => ({
    topic: 't',
    incarnation: 'i',
    partition: 0,
    partitionCount: 1,
    low: 0n,
    high,
    nextOffset: next,
  });

  beforeEach(() => {
    now = 0;
    health = new Health();
    registry = new Registry();
    const metrics = createConsumerMetrics(registry);
    status = new ConsumerStatus({ health, metrics, groupId: 'g', stallAfterMs: 1_000, now: () => now });
  });

  it('is not ready before it reads, and says what it waits for', () => {
    expect(state()?.ok).toBe(false);
    status.waiting('connect ECONNREFUSED', 4);
    expect(state()).toEqual({ ok: false, detail: 'waiting: connect ECONNREFUSED (attempt 4)' });
    status.assigned([partition(3n, 10n)]);
    expect(state()).toEqual({ ok: true, detail: '1 partitions, lag 7 records' });
    status.revoked();
    expect(state()?.ok).toBe(false);
  });

  it('is ready on standby, without partitions', () => {
    status.assigned([]);
    expect(state()).toEqual({ ok: true, detail: 'no partitions: on standby' });
  });

  it('bears a short trouble, not a long one, and recovers by progress', () => {
    status.assigned([partition(3n, 10n)]);
    status.heldUp('t', 0, 'deadlock', true);
    expect(state()?.ok).toBe(true);
    status.heldUp('t', 0, 'database away', false);
    expect(state()).toEqual({ ok: false, detail: 't/0 is held up: database away' });
    status.progressed('t', 0, 4n, 10n);
    expect(state()?.ok).toBe(true);
  });

  it('notices that records wait and none is applied, but not that none come', () => {
    status.assigned([partition(10n, 10n)]);
    now = 5_000;
    status.ends('t', new Map([[0, 10n]]));
    expect(state()?.ok).toBe(true);
    status.ends('t', new Map([[0, 12n]]));
    expect(state()?.ok).toBe(true);
    now = 6_001;
    status.ends('t', new Map([[0, 12n]]));
    expect(state()).toEqual({ ok: false, detail: 't/0 makes no progress, lag 2' });
  });

  it('shows the lag of its own partitions only', async () => {
    status.assigned([partition(3n, 10n)]);
    expect(await registry.metrics()).toContain('vf_consumer_lag_records{topic="t",partition="0"} 7');
    status.revoked();
    expect(await registry.metrics()).not.toContain('vf_consumer_lag_records{');
  });

  it('tells what stopped it', () => {
    status.stopped('stored position is outside the log');
    expect(state()?.detail).toBe('stopped: stored position is outside the log');
  });
});
