/** Everything between "the database answers" and "the stream may start", under a lock against a second worker. */
import type pg from 'pg';
import { pause, type Log } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import { quoteLiteral } from '../pgoutput/capture-plugin.js';
import { parsePosition, type CapturePosition } from '../position/capture-position.js';
import { decideStart, type SourceState } from '../position/start-decision.js';
import type { Broker } from '../ports.js';
import { awaitSlot } from './await-slot.js';
import { publicationMissing } from './publication-missing.js';
import { requireFailover, requireLogical } from './server-abilities.js';
import { createSlot, dropSlot, requireReadableRows, setFailover } from './create-slot.js';
import { withSourceClient, type SourceAddress } from './source-client.js';
import {
  isStandby,
  readPublication,
  readServerSettings,
  readSource,
  type PublishedTable,
  type ServerSettings,
} from './source-queries.js';

export interface SourceToPrepare {
  readonly pipeline: string;
  readonly address: SourceAddress;
  readonly slot: string;
  readonly publication: string;
  /** Whether standbys are to keep a copy of the slot; undefined leaves it as it is. */
  readonly failover?: boolean | undefined;
  /** Tables the pipeline carries; each must be published. */
  readonly tables: readonly PublishedTable[];
  /** They were found in the publication a moment ago, or left it while the log still has changes of them. */
  readonly carriesAll: boolean;
  readonly broker: Broker;
  /** Shuts earlier workers out of the topics: called once the slot is free and before the position is read. */
  readonly fence: () => Promise<void>;
  /** Stores a position and resolves when the broker has it. */
  readonly storePosition: (position: CapturePosition) => Promise<void>;
  /** Records that the tables are to be read; resolves when the broker has it. */
  readonly beginSnapshot: (snapshot: SnapshotToBegin) => Promise<void>;
  /** The highest epoch that the pipeline's topics hold a record of; 0 when they are empty. */
  readonly highestEpoch: () => Promise<number>;
  /** Operator's word that the next epoch may begin: an existing slot is dropped, and every table is read again. */
  readonly beginNewEpoch: boolean;
  /** Whether to stream afterwards: then wait until no other worker does. */
  readonly takesSlot: boolean;
  readonly takeoverAfterMs: number;
  readonly openTransactionWaitMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly onHeld: (pid: number) => void;
}

export interface SnapshotToBegin {
  readonly epoch: number;
  /** A repair also deletes the keys that vanished from the tables while nobody looked. */
  readonly kind: 'initial' | 'repair';
}

export interface PreparedSource {
  readonly position: CapturePosition;
  /** Where the slot stands: the floor of what it is told. */
  readonly confirmedLsn: bigint;
  readonly settings: ServerSettings;
  readonly database: string;
}

const POLL_MS = 250;
const FIRST_EPOCH = 1;

/** Throws CaptureStop when a person must act, other errors when trying again may help. */
export async function prepareSource(wanted: SourceToPrepare): Promise<PreparedSource> {
  return withSourceClient(wanted.address, 'replication', async (client) => {
    await requirePrimary(client);
    await requirePublished(client, wanted);
    // Two workers that start at once must not both make, or drop, the slot. Released with the connection.
    await lockPreparation(client, wanted);
    if (wanted.takesSlot) await awaitSlot(client, { ...wanted, pollMs: POLL_MS });
    // Not by a mere look at the pipeline: the worker that streams would be the one shut out.
    if (wanted.takesSlot || wanted.beginNewEpoch) await wanted.fence();
    // Read while nobody streams: all that an earlier worker published was committed before this end of the log.
    const settings = await readServerSettings(client);
    requireLogical(settings);
    requireFailover(settings, wanted);
    const source = await readSource(client, wanted.slot);
    const position = await readPosition(wanted);
    const decision = wanted.beginNewEpoch
      ? await newEpoch(wanted, { position, source })
      : decideStart({ pipeline: wanted.pipeline, slot: wanted.slot, position, source });
    if (decision.kind === 'resume') {
      if (decision.position.epoch !== position?.epoch) await wanted.storePosition(decision.position);
      await alignFailover(client, wanted, source);
      return { ...decision, settings, database: source.database };
    }
    const created = await beginStream(client, wanted, { source, ...decision });
    return { position: created, confirmedLsn: created.durableLsn, settings, database: source.database };
  });
}

/** After a position that is lost the topics themselves tell which epochs there were: their ids must not come again. */
async function newEpoch(
  wanted: SourceToPrepare,
  { position, source }: { readonly position: CapturePosition | undefined; readonly source: SourceState },
) {
  const epoch = (position?.epoch ?? (await wanted.highestEpoch())) + 1;
  return { kind: 'create-slot' as const, epoch, dropFirst: source.slot !== undefined };
}

async function lockPreparation(client: pg.Client, wanted: SourceToPrepare): Promise<void> {
  const name = quoteLiteral(`vf.capture.${wanted.slot}`);
  for (;;) {
    wanted.signal.throwIfAborted();
    const sql = `SELECT pg_try_advisory_lock(hashtextextended(${name}, 0)) AS locked`;
    const result = await client.query<{ locked: boolean }>(sql);
    if (result.rows[0]?.locked === true) return;
    await pause(POLL_MS, wanted.signal);
  }
}

async function readPosition(wanted: SourceToPrepare): Promise<CapturePosition | undefined> {
  const text = await wanted.broker.readPosition(wanted.pipeline);
  return text === undefined ? undefined : parsePosition(wanted.pipeline, text);
}

interface SlotCreation {
  readonly source: SourceState;
  readonly epoch: number;
  readonly dropFirst: boolean;
}

async function beginStream(client: pg.Client, wanted: SourceToPrepare, how: SlotCreation): Promise<CapturePosition> {
  const creating: CapturePosition = {
    pipeline: wanted.pipeline,
    epoch: how.epoch,
    state: 'creating',
    systemIdentifier: how.source.systemIdentifier,
    timeline: how.source.timeline,
    slot: wanted.slot,
    slotCreatedLsn: 0n,
    commitLsn: 0n,
    index: 0,
    durableLsn: 0n,
  };
  // Asked before anything is dropped; the answer that counts is the one in the new slot's own snapshot.
  await requireReadableRows(client, wanted);
  // Written first: a crash between slot and position would otherwise leave a slot of unknown history.
  await wanted.storePosition(creating);
  if (how.dropFirst) await dropSlot(client, wanted.slot);
  const created = await createSlot(client, wanted);
  const kind = how.epoch > FIRST_EPOCH ? 'repair' : 'initial';
  // Recorded before the position says that all is well: a crash in between begins here again.
  if (kind === 'repair' || created.hasRows) await wanted.beginSnapshot({ epoch: how.epoch, kind });
  const streaming: CapturePosition = {
    ...creating,
    state: 'streaming',
    slotCreatedLsn: created.lsn,
    durableLsn: created.lsn,
  };
  await wanted.storePosition(streaming);
  wanted.log.info({ slot: wanted.slot, epoch: how.epoch }, 'created the replication slot');
  return streaming;
}

/** An existing slot takes on what is declared; not while another worker streams from it, as when init runs beside one. */
async function alignFailover(client: pg.Client, wanted: SourceToPrepare, source: SourceState): Promise<void> {
  const { failover, takesSlot, slot } = wanted;
  if (!takesSlot || failover === undefined || source.slot?.failover === failover) return;
  await setFailover(client, slot, failover);
  wanted.log.info({ slot, failover }, 'the slot’s failover option was set');
}

/** Passes with the promotion. Asked first: looking at a standby must not shut out the worker that streams elsewhere. */
async function requirePrimary(client: pg.Client): Promise<void> {
  if (await isStandby(client))
    throw new Error('the server is a standby; waiting for its promotion, or for the primary');
}

async function requirePublished(client: pg.Client, wanted: SourceToPrepare): Promise<void> {
  const published = await readPublication(client, wanted.publication);
  if (!published) throw publicationMissing(wanted.publication);
  if (wanted.carriesAll) return;
  const missing = wanted.tables.find(
    (table) => !published.some((other) => other.schema === table.schema && other.table === table.table),
  );
  if (!missing) return;
  throw new CaptureStop(
    'table-not-published',
    `Table ${missing.schema}.${missing.table} is not part of publication ${wanted.publication}.`,
    'Run the migrations, which add it, or take it off the pipeline’s table list.',
  );
}
