import { describe, expect, it } from '@jest/globals';
import type { CaptureStatus } from '@vf/change-capture';
import { faultOf } from './capture-readiness.js';

const NOW_MS = 1_000_000;
const limits = { stallLimitMs: 5_000, heartbeatIntervalMs: 1_000 };

const well: CaptureStatus = {
  phase: 'streaming',
  paused: false,
  lastChangeTimeMs: 0,
  detail: 'streaming',
  stop: undefined,
  epoch: 1,
  rows: 0,
  records: 0,
  batches: 0,
  transactions: 0,
  reconnects: 0,
  publishRetries: 0,
  deadLetters: 0,
  lastDeadLetter: '',
  queuedBytes: 0,
  lagBytes: 0,
  retainedWalBytes: 0,
  safeWalBytes: null,
  walLimitBytes: null,
  walStatus: 'reserved',
  slotRisk: undefined,
  lastLatencyMs: 3,
  lastCommitTimeMs: NOW_MS - 500,
  lastPublishedAtMs: NOW_MS - 497,
  publishedLsn: 1n,
  snapshots: [],
};

const fault = (change: Partial<CaptureStatus>) => faultOf({ ...well, ...change }, NOW_MS, limits);

describe('readiness of a pipeline', () => {
  it('is there while heartbeats come through', () => {
    expect(fault({})).toBeUndefined();
    expect(fault({ lastCommitTimeMs: NOW_MS - 5_900 })).toBeUndefined();
  });

  it('is gone while an operator has paused it', () => {
    expect(fault({ paused: true })).toMatch(/paused by an operator/);
  });

  it('is gone when nothing comes through, although the stream is open', () => {
    expect(fault({ lastCommitTimeMs: NOW_MS - 6_100 })).toMatch(/5100 ms behind/);
    expect(fault({ lastLatencyMs: 7_000 })).toMatch(/7000 ms behind/);
    expect(fault({ lastCommitTimeMs: 0, lastPublishedAtMs: NOW_MS - 6_100 })).toMatch(/behind/);
  });

  it('is not there before the first heartbeat, nor in any other phase', () => {
    expect(fault({ lastCommitTimeMs: 0 })).toMatch(/nothing published yet/);
    expect(fault({ phase: 'waiting-for-slot', detail: 'held' })).toBe('waiting-for-slot: held');
    expect(fault({ phase: 'stopped', detail: 'gone' })).toBe('stopped: gone');
  });
});
