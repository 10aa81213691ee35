/** Results of payments as a table for people and as one object for programs. Pure. */
import Table from 'cli-table3';
import type { PaymentsResult } from './measure-payments.js';

const whole = (value: number) => Math.round(value).toLocaleString('en');
const runs = (values: readonly number[]) => values.map(whole).join('  ');
const ratioOf = ({ httpPerSecond, peerPerSecond }: PaymentsResult) => httpPerSecond / peerPerSecond;
const feeCost = ({ httpPerSecond, feesPerSecond }: PaymentsResult) => 1 - feesPerSecond / httpPerSecond;

export function paymentsTable(result: PaymentsResult): string {
  const table = new Table({ head: ['', 'payments/s', 'each run', ''] });
  const { httpPerSecond, peerPerSecond, feesPerSecond, halfRate, invariants } = result;
  table.push(
    ['over HTTP', whole(httpPerSecond), runs(result.httpRuns), `${ratioOf(result).toFixed(2)}x the six statements`],
    [`six statements (${result.peer})`, whole(peerPerSecond), runs(result.peerRuns), ''],
    ['over HTTP, with a fee', whole(feesPerSecond), runs(result.feesRuns), `a fee costs ${percent(feeCost(result))}`],
  );
  return [
    table.toString(),
    `At half of the top rate: p50 ${halfRate.p50Ms.toFixed(1)} ms, p99 ${halfRate.p99Ms.toFixed(1)} ms. At the top rate: p99 ${result.topP99Ms.toFixed(1)} ms.`,
    `${result.meanBatch.toFixed(1)} payments in a batch; ${result.notAnswered} requests not answered with success.`,
    `Service: peak RSS ${whole(result.peakRssMb)} MB, ${result.cpuSeconds.toFixed(1)} CPU s.`,
    invariants.holds
      ? `All ${whole(invariants.payments)} payments of the run add up.`
      : `BROKEN: ${invariants.broken.join('; ')}.`,
  ].join('\n');
}

export function paymentsJson(result: PaymentsResult) {
  return {
    http_per_s: round(result.httpPerSecond),
    peer: result.peer,
    peer_per_s: round(result.peerPerSecond),
    ratio: round(ratioOf(result), 3),
    p50_ms: round(result.halfRate.p50Ms, 1),
    p99_ms: round(result.halfRate.p99Ms, 1),
    p99_ms_top_rate: round(result.topP99Ms, 1),
    mean_batch: round(result.meanBatch, 1),
    fees_per_s: round(result.feesPerSecond),
    fees_cost: round(feeCost(result), 3),
    not_answered: result.notAnswered,
    rss_mb: round(result.peakRssMb),
    cpu_s: round(result.cpuSeconds, 1),
    payments: result.invariants.payments,
    invariants: result.invariants.holds ? 'hold' : result.invariants.broken.join('; '),
  };
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
