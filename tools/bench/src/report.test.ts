import { describe, expect, it } from '@jest/globals';
import { latencyOf } from './capture-latency.js';
import { SUBJECTS, backlogJson, backlogTable, latencyJson } from './report.js';

const result = (subject: string, rowsPerSecond: number) => {
  const run = { rowsPerSecond, cpuSeconds: 2.345, peakRssMb: 150.4 };
  return { subject, ...run, runs: [run] };
};

describe('the report of a backlog', () => {
  it('gives ratios to the peers that ran, and null for those that did not', () => {
    const json = backlogJson([result(SUBJECTS.ours, 90_000), result(SUBJECTS.debeziumTuned, 30_000)]);
    expect(json).toMatchObject({ rows_per_s: 90_000, ratio_to_peer_tuned: 3, cpu_s: 2.35, rss_mb: 150 });
    expect([json.go_rows_per_s, json.ratio_to_go, json.debezium_rows_per_s]).toEqual([null, null, null]);
  });

  it('is a table for people', () => {
    expect(backlogTable([result(SUBJECTS.ours, 90_000), result(SUBJECTS.go, 60_000)])).toMatch(
      /bare Go.*60,000.*1\.50x/,
    );
  });
});

describe('the report of latencies', () => {
  it('has ours and the peers’', () => {
    const measured = {
      cpuSeconds: 1,
      peakRssMb: 100,
      p50Ms: 2,
      p99Ms: 8.25,
      mostMs: 30,
      payments: 3,
      perSecond: 1_500,
    };
    expect(
      latencyJson([latencyOf(SUBJECTS.ours, [{ ...measured, p99Ms: 9 }, measured, { ...measured, p99Ms: 7 }])]),
    ).toMatchObject({
      p50_ms: 2,
      p99_ms: 8.3,
      debezium_p50_ms: null,
    });
  });
});
