/** Results as tables for people and as one object for programs. Pure. */
import Table from 'cli-table3';
import type { SubjectResult } from './capture-backlog.js';
import type { LatencyResult } from './capture-latency.js';

/** By the names that subjects go by, to the names in the JSON form. */
export const SUBJECTS = {
  ours: 'VendorFlow',
  go: 'bare Go',
  debezium: 'Debezium',
  debeziumTuned: 'Debezium tuned',
} as const;

const whole = (value: number) => Math.round(value).toLocaleString('en');
const tenths = (value: number) => value.toFixed(1);

export function backlogTable(results: readonly SubjectResult[]): string {
  const ours = results.find(({ subject }) => subject === SUBJECTS.ours);
  const table = new Table({ head: ['', 'rows/s', 'each run', 'ours is', 'peak RSS MB', 'CPU s'] });
  for (const result of results) {
    table.push([
      result.subject,
      whole(result.rowsPerSecond),
      result.runs.map(({ rowsPerSecond }) => whole(rowsPerSecond)).join('  '),
      ours ? `${(ours.rowsPerSecond / result.rowsPerSecond).toFixed(2)}x` : '',
      whole(result.peakRssMb),
      tenths(result.cpuSeconds),
    ]);
  }
  return table.toString();
}

export function latencyTable(results: readonly LatencyResult[]): string {
  const table = new Table({
    head: ['', 'p50 ms', 'p99 ms', 'p99 of each run', 'most ms', 'payments/s', 'peak RSS MB', 'CPU s'],
  });
  for (const result of results) {
    const { subject, p50Ms, p99Ms, mostMs, perSecond, peakRssMb, cpuSeconds } = result;
    const each = result.runs.map((run) => tenths(run.p99Ms)).join('  ');
    const usage = [whole(peakRssMb), tenths(cpuSeconds)];
    table.push([subject, tenths(p50Ms), tenths(p99Ms), each, tenths(mostMs), whole(perSecond), ...usage]);
  }
  return table.toString();
}

/** Figures of subjects that did not run are null. */
export function backlogJson(results: readonly SubjectResult[]) {
  const of = (name: string) => results.find(({ subject }) => subject === name);
  const [ours, go] = [of(SUBJECTS.ours), of(SUBJECTS.go)];
  const [debezium, tuned] = [of(SUBJECTS.debezium), of(SUBJECTS.debeziumTuned)];
  const ratio = (peer: SubjectResult | undefined) =>
    ours && peer ? round(ours.rowsPerSecond / peer.rowsPerSecond, 3) : null;
  return {
    rows_per_s: round(ours?.rowsPerSecond),
    debezium_rows_per_s: round(debezium?.rowsPerSecond),
    debezium_tuned_rows_per_s: round(tuned?.rowsPerSecond),
    ratio_to_peer_tuned: ratio(tuned),
    go_rows_per_s: round(go?.rowsPerSecond),
    ratio_to_go: ratio(go),
    rss_mb: round(ours?.peakRssMb),
    cpu_s: round(ours?.cpuSeconds, 2),
    debezium_rss_mb: round(debezium?.peakRssMb),
    debezium_cpu_s: round(debezium?.cpuSeconds, 2),
    debezium_tuned_rss_mb: round(tuned?.peakRssMb),
    debezium_tuned_cpu_s: round(tuned?.cpuSeconds, 2),
    go_rss_mb: round(go?.peakRssMb),
    go_cpu_s: round(go?.cpuSeconds, 2),
  };
}

export function latencyJson(results: readonly LatencyResult[]) {
  const of = (name: string) => results.find(({ subject }) => subject === name);
  const [ours, go] = [of(SUBJECTS.ours), of(SUBJECTS.go)];
  const [debezium, tuned] = [of(SUBJECTS.debezium), of(SUBJECTS.debeziumTuned)];
  return {
    p50_ms: round(ours?.p50Ms, 1),
    p99_ms: round(ours?.p99Ms, 1),
    payments_per_s: round(ours?.perSecond),
    rss_mb: round(ours?.peakRssMb),
    cpu_s: round(ours?.cpuSeconds, 2),
    go_p50_ms: round(go?.p50Ms, 1),
    go_p99_ms: round(go?.p99Ms, 1),
    debezium_p50_ms: round(debezium?.p50Ms, 1),
    debezium_p99_ms: round(debezium?.p99Ms, 1),
    debezium_tuned_p50_ms: round(tuned?.p50Ms, 1),
    debezium_tuned_p99_ms: round(tuned?.p99Ms, 1),
    debezium_rss_mb: round(debezium?.peakRssMb),
    debezium_cpu_s: round(debezium?.cpuSeconds, 2),
    debezium_tuned_rss_mb: round(tuned?.peakRssMb),
    debezium_tuned_cpu_s: round(tuned?.cpuSeconds, 2),
  };
}

function round(value: number | undefined, digits = 0): number | null {
  return value === undefined ? null : Number(value.toFixed(digits));
}
