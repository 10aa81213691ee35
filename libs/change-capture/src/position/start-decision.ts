/** Compares what the pipeline remembers with what the source is now. Pure; every doubt about a gap is a typed stop. */
import { CaptureStop, type CaptureStopCode } from '../capture-stop.js';
import { formatLsn } from '../lsn.js';
import type { CapturePosition } from './capture-position.js';

/** A replication slot as pg_replication_slots shows it. */
export interface SlotState {
  readonly plugin: string;
  readonly database: string;
  readonly confirmedLsn: bigint;
  /** reserved, extended, unreserved or lost. */
  readonly walStatus: string;
  readonly invalidationReason: string | null;
  /** Whether standbys hold a copy of it; false before PostgreSQL 17. */
  readonly failover: boolean;
}

/** A timeline that the server's history went through, and where it was left for the next one. */
export interface LeftTimeline {
  readonly timeline: number;
  readonly endLsn: bigint;
}

export interface SourceState {
  readonly systemIdentifier: string;
  readonly timeline: number;
  /** Those before the present one; empty on a server that was never promoted. */
  readonly history: readonly LeftTimeline[];
  readonly database: string;
  /** End of the log as of now. */
  readonly walLsn: bigint;
  readonly slot: SlotState | undefined;
}

export type StartDecision =
  /** No slot yet, or one that a crash left half-made: make it. */
  | { readonly kind: 'create-slot'; readonly epoch: number; readonly dropFirst: boolean }
  /** Go on after the position; `position.epoch` is already the epoch to use. */
  | { readonly kind: 'resume'; readonly position: CapturePosition; readonly confirmedLsn: bigint };

export interface StartQuestion {
  readonly pipeline: string;
  readonly slot: string;
  readonly position: CapturePosition | undefined;
  readonly source: SourceState;
}

/** Throws CaptureStop. */
export function decideStart(question: StartQuestion): StartDecision {
  const { position, source } = question;
  if (!position) return decideFirstStart(question);
  if (position.state === 'creating') {
    return { kind: 'create-slot', epoch: position.epoch, dropFirst: source.slot !== undefined };
  }
  if (position.systemIdentifier !== source.systemIdentifier) {
    throw stop(question, 'source-changed', 'The database server is another one than the changes so far came from.');
  }
  if (!source.slot || position.slot !== question.slot) {
    throw stop(question, 'slot-missing', `Replication slot ${question.slot} is gone, and with it the changes since.`);
  }
  return { kind: 'resume', ...resumeFrom(question, position, source.slot) };
}

function decideFirstStart(question: StartQuestion): StartDecision {
  if (!question.source.slot) return { kind: 'create-slot', epoch: 1, dropFirst: false };
  throw stop(
    question,
    'position-missing',
    `Replication slot ${question.slot} exists, but the broker holds no position for it: what was published is unknown.`,
  );
}

function resumeFrom(question: StartQuestion, position: CapturePosition, slot: SlotState) {
  if (slot.plugin !== 'pgoutput' || slot.database !== question.source.database) {
    throw stop(question, 'slot-foreign', `Replication slot ${question.slot} belongs to something else.`);
  }
  if (slot.walStatus === 'lost' || slot.invalidationReason !== null) {
    const reason = slot.invalidationReason ?? 'its WAL was removed';
    throw stop(
      question,
      'slot-invalidated',
      `Replication slot ${question.slot} was invalidated (${reason}): the changes since are lost. ` +
        'Before going on, raise max_slot_wal_keep_size above what a pause of the worker writes.',
    );
  }
  if (slot.confirmedLsn > position.durableLsn) {
    throw stop(
      question,
      'slot-ahead-of-position',
      `Replication slot ${question.slot} stands at ${formatLsn(slot.confirmedLsn)}, the published changes end at ` +
        `${formatLsn(position.durableLsn)}: it was recreated or moved, and the changes between are lost.`,
    );
  }
  const resumed = position.timeline === question.source.timeline ? position : afterFailover(question, position);
  if (question.source.walLsn < position.durableLsn) {
    throw stop(
      question,
      'source-behind-position',
      `The server’s log ends at ${formatLsn(question.source.walLsn)}, the published changes at ` +
        `${formatLsn(position.durableLsn)}: it was restored from a backup, and new changes would pass for published ones.`,
    );
  }
  return { position: resumed, confirmedLsn: slot.confirmedLsn };
}

/**
 * Up to where the published timeline was left, both servers have the same log at the same LSNs, so what is published
 * stays known by its position. The next epoch begins there: from there on an LSN may mean another change.
 */
function afterFailover(question: StartQuestion, position: CapturePosition): CapturePosition {
  const { timeline, history } = question.source;
  const left = history.find((earlier) => earlier.timeline === position.timeline);
  if (!left) {
    throw stop(
      question,
      'source-changed',
      `The database server is on timeline ${String(timeline)}, whose history has no timeline ` +
        `${String(position.timeline)}, from which the changes so far came: it is a former primary or another standby.`,
    );
  }
  if (left.endLsn < position.durableLsn || left.endLsn <= position.commitLsn) {
    const published = position.durableLsn > position.commitLsn ? position.durableLsn : position.commitLsn;
    throw stop(
      question,
      'source-behind-position',
      `The server left timeline ${String(left.timeline)} at ${formatLsn(left.endLsn)}, the published changes end at ` +
        `${formatLsn(published)}: it was promoted without the last of them, or restored from a backup.`,
    );
  }
  const earlier = [...(position.earlierEpochs ?? []), { epoch: position.epoch, endLsn: left.endLsn }];
  const earlierEpochs = earlier.filter(({ endLsn }) => endLsn > position.durableLsn);
  return { ...position, epoch: position.epoch + 1, timeline, earlierEpochs };
}

function stop({ pipeline, source }: StartQuestion, code: CaptureStopCode, what: string): CaptureStop {
  const create = `vendorflow capture slot create ${pipeline}`;
  const inWorker = source.slot ? `vendorflow capture slot drop ${pipeline}, then ${create}` : create;
  return new CaptureStop(
    code,
    what,
    `To begin a new epoch, which reads every table again, run: ${inWorker}; or, when its worker does not run: ` +
      `node apps/cdc-worker/dist/init.js --new-epoch ${pipeline}`,
  );
}
