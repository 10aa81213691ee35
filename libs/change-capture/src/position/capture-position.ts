/**
 * What a pipeline remembers between lives: which stream it reads and how far its changes are in Kafka. One record per
 * pipeline in a compacted topic; the slot is never told more than the record already says.
 */
import { z } from 'zod';
import { CaptureStop } from '../capture-stop.js';
import { lsnToFixedHex } from '../lsn.js';

const lsn = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .transform((hex) => BigInt(`0x${hex}`));

/** Value of a record about a pipeline's position, `<p>.capture.positions`. */
export const positionRecord = z.object({
  schema_version: z.literal(1),
  pipeline: z.string(),
  epoch: z.number().int().min(1).max(0xffff_ffff),
  /** `creating` is written before the slot exists, so that a slot left by a crash is known for what it is. */
  state: z.enum(['creating', 'streaming']),
  system_identifier: z.string(),
  timeline: z.number().int(),
  slot: z.string(),
  /** Where the slot began to see changes; with its name, the slot's identity. */
  slot_created_lsn: lsn,
  /** The last published change: its transaction's commit LSN and its event index. */
  commit_lsn: lsn,
  index: z.number().int(),
  /** Everything before this LSN is published. */
  durable_lsn: lsn,
  /** Oldest first: epochs whose last commits may still be to come, each up to the LSN at which its timeline was left. */
  earlier_epochs: z.array(z.object({ epoch: z.number().int().min(1), end_lsn: lsn })).optional(),
});

/** An epoch that a failover ended: commits before `endLsn` were made in it. */
export interface EarlierEpoch {
  readonly epoch: number;
  readonly endLsn: bigint;
}

export interface CapturePosition {
  readonly pipeline: string;
  readonly epoch: number;
  readonly state: 'creating' | 'streaming';
  readonly systemIdentifier: string;
  readonly timeline: number;
  readonly slot: string;
  readonly slotCreatedLsn: bigint;
  readonly commitLsn: bigint;
  readonly index: number;
  readonly durableLsn: bigint;
  /** See `earlier_epochs`; left out when there is none. */
  readonly earlierEpochs?: readonly EarlierEpoch[];
}

/**
 * The epoch in which a commit was made. A slot that survived a failover may still send commits of the timeline before:
 * their event ids are the ones under which they were published, or would have been.
 */
export function epochOfCommit(
  { epoch, earlierEpochs }: { readonly epoch: number; readonly earlierEpochs?: readonly EarlierEpoch[] | undefined },
  commitLsn: bigint,
): number {
  return earlierEpochs?.find(({ endLsn }) => commitLsn < endLsn)?.epoch ?? epoch;
}

/** Throws CaptureStop when the text is not a position record. */
export function parsePosition(pipeline: string, text: string): CapturePosition {
  const parsed = positionRecord.safeParse(jsonOrUndefined(text));
  if (!parsed.success) {
    throw new CaptureStop(
      'position-unreadable',
      `The position record of pipeline ${pipeline} can not be read.`,
      'Find out what else writes to the positions topic; once it is empty of that, begin a new epoch (docs/capture.md).',
    );
  }
  const record = parsed.data;
  return {
    pipeline: record.pipeline,
    epoch: record.epoch,
    state: record.state,
    systemIdentifier: record.system_identifier,
    timeline: record.timeline,
    slot: record.slot,
    slotCreatedLsn: record.slot_created_lsn,
    commitLsn: record.commit_lsn,
    index: record.index,
    durableLsn: record.durable_lsn,
    ...(record.earlier_epochs && {
      earlierEpochs: record.earlier_epochs.map(({ epoch, end_lsn: endLsn }) => ({ epoch, endLsn })),
    }),
  };
}

export function renderPosition(position: CapturePosition): string {
  return JSON.stringify({
    schema_version: 1,
    pipeline: position.pipeline,
    epoch: position.epoch,
    state: position.state,
    system_identifier: position.systemIdentifier,
    timeline: position.timeline,
    slot: position.slot,
    slot_created_lsn: lsnToFixedHex(position.slotCreatedLsn),
    commit_lsn: lsnToFixedHex(position.commitLsn),
    index: position.index,
    durable_lsn: lsnToFixedHex(position.durableLsn),
    ...(position.earlierEpochs && {
      earlier_epochs: position.earlierEpochs.map(({ epoch, endLsn }) => ({ epoch, end_lsn: lsnToFixedHex(endLsn) })),
    }),
  });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
