/**
 * What can be asked of a pipeline's snapshots, and what it says of them. The types that admin HTTP and command line carry;
 * texts and numbers only, so that they are JSON as they are.
 */
import { z } from 'zod';

/**
 * `initial` when a slot is made over tables with rows, `repair` when a new epoch begins (it also publishes deletes for
 * keys that vanished), `ad-hoc` by command.
 */
export type SnapshotKind = 'initial' | 'repair' | 'ad-hoc';

export type SnapshotState = 'queued' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** Texts of the primary key's columns, in the order of the key, as PostgreSQL reads them. */
const keyValues = z.array(z.string()).min(1).max(32);

const snapshotTableRequest = z.strictObject({
  schema: z.string().min(1),
  table: z.string().min(1),
  /** First key of the range, included; from the first row on without it. */
  from: keyValues.optional(),
  /** Last key of the range, included; to the last row without it. */
  to: keyValues.optional(),
});

const MAX_TABLES = 1_000;

/** Tables to read again, in this order; a table may be there once. */
export const snapshotRequest = z.strictObject({
  tables: z.union([z.literal('all'), z.array(snapshotTableRequest).min(1).max(MAX_TABLES)]),
});

export type SnapshotTableRequest = z.infer<typeof snapshotTableRequest>;
export type SnapshotRequest = z.infer<typeof snapshotRequest>;

export interface SnapshotTableStatus {
  readonly schema: string;
  readonly table: string;
  readonly done: boolean;
  /** Rows read and acknowledged by the broker, or dropped because the stream had newer ones. */
  readonly rowsDone: number;
  /** From the planner's statistics when the table was begun; null before, and for a key range. */
  readonly rowsEstimated: number | null;
  /** The last key that is done, null before the first chunk. */
  readonly lastKey: readonly string[] | null;
}

export interface SnapshotStatus {
  /** Counts a pipeline's snapshots from 1; names it in commands. */
  readonly number: number;
  readonly kind: SnapshotKind;
  readonly state: SnapshotState;
  /** One sentence for the operator. */
  readonly detail: string;
  readonly requestedAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly tables: readonly SnapshotTableStatus[];
  readonly rowsDone: number;
  /** Null while not known for every table. */
  readonly rowsEstimated: number | null;
  /** Over the last seconds; 0 while it does not run. */
  readonly rowsPerSecond: number;
  /** Seconds until the end at that rate; null when that can not be said. */
  readonly secondsLeft: number | null;
}

export type SnapshotRefusalCode =
  /** The pipeline does not stream at the moment: try again. */
  | 'not-streaming'
  | 'unknown-table'
  /** The table has no primary key to read along. */
  | 'no-primary-key'
  | 'bad-range'
  /** Too many wait already. */
  | 'queue-full'
  | 'unknown-snapshot'
  /** It is not in a state in which that could be done: only what is queued or running is paused or stopped. */
  | 'wrong-state';

/** A command that is not carried out, and that changed nothing. */
export class SnapshotRefused extends Error {
  override readonly name = 'SnapshotRefused';

  constructor(
    readonly code: SnapshotRefusalCode,
    message: string,
  ) {
    super(message);
  }
}

/** The commands, as CapturePipeline has them. Each resolves when the broker has recorded it. Throw SnapshotRefused. */
export interface SnapshotCommands {
  /** Gives the new snapshot's number. Snapshots run one after the other, in the order asked for. */
  requestSnapshot(request: SnapshotRequest): Promise<number>;
  /** The next chunk is not read; other snapshots that wait go on. */
  pauseSnapshot(number: number): Promise<void>;
  resumeSnapshot(number: number): Promise<void>;
  /** For good. An initial or repair snapshot can not be stopped: the topics would stay incomplete. */
  stopSnapshot(number: number): Promise<void>;
  /** Those that wait or run, and the last ones that ended; oldest first. */
  snapshotStatus(): readonly SnapshotStatus[];
}
