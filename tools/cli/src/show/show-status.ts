/** Pipelines as tables. */
import type { CaptureStatusAnswer } from '@vf/contracts';
import pc from 'picocolors';
import { factTable, listTable } from './table.js';
import { ago, bytes, count, duration, moment, NOTHING } from './units.js';

type Phase = CaptureStatusAnswer['phase'];

const colourOf: Readonly<Record<Phase, (text: string) => string>> = {
  streaming: pc.green,
  paused: pc.yellow,
  starting: pc.yellow,
  'waiting-for-slot': pc.yellow,
  stopped: pc.red,
};

const shownPhase = ({ phase }: CaptureStatusAnswer) => colourOf[phase](phase);

const perSecond = (number: number, what: string) => `${count(number)} ${what}/s`;

/** All pipelines, a line for each; what is wrong with one stands below. */
export function showStatuses(pipelines: readonly CaptureStatusAnswer[], nowMs: number): string {
  if (pipelines.length === 0) return 'The worker has no pipeline.';
  const rows = pipelines.map((pipeline) => [
    pipeline.name,
    shownPhase(pipeline),
    pipeline.slot.name,
    duration(pipeline.lag_ms),
    bytes(pipeline.lag_bytes),
    bytes(pipeline.slot.kept_bytes),
    ago(pipeline.last_change_at, nowMs),
    count(pipeline.rates.records_per_second),
  ]);
  const table = listTable(
    ['pipeline', 'phase', 'slot', 'lag', 'lag in log', 'WAL kept', 'last change', 'records/s'],
    rows,
    ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
  );
  const memory = `Worker memory ${bytes(pipelines[0]?.process_memory_bytes ?? null)}.`;
  return [table, memory, ...pipelines.flatMap(troublesOf)].join('\n');
}

/** One pipeline, with everything there is to say. */
export function showStatus(pipeline: CaptureStatusAnswer, nowMs: number): string {
  const { slot, rates, totals } = pipeline;
  const facts: readonly (readonly [string, string])[] = [
    ['pipeline', pipeline.name],
    ['phase', shownPhase(pipeline)],
    ['lag', `${duration(pipeline.lag_ms)}, ${bytes(pipeline.lag_bytes)} of log`],
    ['slot', [slot.name, ...(slot.wal_status ? [slot.wal_status] : [])].join(', ')],
    ['WAL kept', `${bytes(slot.kept_bytes)}${slot.safe_bytes === null ? '' : `, ${bytes(slot.safe_bytes)} left`}`],
    ['last change', moment(pipeline.last_change_at, nowMs)],
    [
      'rate',
      `${perSecond(rates.records_per_second, 'records')}, ${perSecond(rates.transactions_per_second, 'commits')}`,
    ],
    [
      'published',
      `${count(totals.records)} records, ${count(totals.rows)} rows, ${count(totals.transactions)} commits`,
    ],
    ['dead letters', count(totals.dead_letters)],
    ['reconnects', count(totals.reconnects)],
    ['queue', bytes(pipeline.queued_bytes)],
    ['worker memory', bytes(pipeline.process_memory_bytes)],
    ['epoch, position', `${pipeline.epoch}, ${pipeline.published_lsn}`],
    ['snapshots waiting', pipeline.snapshots_waiting === 0 ? NOTHING : count(pipeline.snapshots_waiting)],
  ];
  return [factTable(facts), ...troublesOf(pipeline)].join('\n');
}

/** Lines about what a person should know or do. */
function troublesOf({ name, phase, detail, stop, slot }: CaptureStatusAnswer): string[] {
  const risk = slot.risk === null ? [] : [pc.yellow(`${name}: ${slot.risk}`)];
  if (stop !== null)
    return [
      pc.red(`${name} stopped (${stop.code}): ${withoutRepair(detail, stop.repair)}`),
      `Repair: ${stop.repair}`,
      ...risk,
    ];
  return phase === 'streaming' ? risk : [`${name}: ${detail}`, ...risk];
}

/** The detail of a stop ends with its repair, which has a line of its own. */
const withoutRepair = (detail: string, repair: string) =>
  (detail.endsWith(repair) ? detail.slice(0, -repair.length) : detail).trim();
