/**
 * Publishes deletes for the keys of a table's topic that are not in the table any more. Runs after every row was read
 * again in the new epoch: a key whose last record is older than the epoch has no row then.
 */
import type pg from 'pg';
import { snapshotIdPrefix } from '@vf/contracts';
import { pause } from '@vf/platform';
import type { TablePlan } from '../encode/table-plan.js';
import type { PartitionScan } from '../ports.js';
import { AGAIN_AFTER_MS } from './again.js';
import { DeletionEmission, type VanishedRow } from './deletion-emission.js';
import type { Emission, EmissionOutcome, EmissionPlace } from './emission.js';
import type { CommitWaiters } from './commit-waiters.js';
import { currentSnapshot } from './read-chunk.js';
import type { StoredSnapshot, StoredTable } from './stored-snapshots.js';
import type { ChunkRead, StreamWatch } from './stream-watch.js';
import { everyKey, OldKeys, type HashClass } from './vanished-keys.js';

export interface SweepOptions {
  readonly scanPartition: (scan: PartitionScan) => Promise<bigint>;
  /** Most bytes of keys held at a time; a partition with more is read in several passes. */
  readonly maxKeyBytes: number;
  /** Most bytes of rows whose deletes take their place together. */
  readonly maxBatchBytes: number;
}

export interface TableToSweep {
  readonly client: pg.Client;
  readonly snapshot: StoredSnapshot;
  readonly table: StoredTable;
  readonly plans: readonly TablePlan[];
  readonly watch: StreamWatch;
  readonly mark: (emission: Emission) => Promise<void>;
  readonly published: CommitWaiters;
  readonly store: () => Promise<void>;
  readonly isRunning: () => boolean;
  readonly signal: AbortSignal;
}

interface Partition {
  readonly plan: TablePlan;
  readonly partition: number;
}

export class VanishedKeySweep {
  constructor(private readonly options: SweepOptions) {}

  /** Until all partitions are done, or the snapshot is no longer to run. */
  async run(table: TableToSweep): Promise<void> {
    // Messages of an outbox are not taken back.
    for (const plan of table.plans.filter(({ mode }) => mode !== 'outbox')) {
      for (let partition = 0; partition < plan.partitions && table.isRunning(); partition += 1) {
        const name = `${plan.topic}/${partition}`;
        if (table.table.swept.includes(name)) continue;
        await this.#sweepPartition(table, { plan, partition });
        if (!table.isRunning()) return;
        table.table.swept.push(name);
        await table.store();
      }
    }
  }

  async #sweepPartition(table: TableToSweep, partition: Partition): Promise<void> {
    const classes: HashClass[] = [everyKey];
    for (let next = classes.pop(); next && table.isRunning(); next = classes.pop()) {
      const old = new OldKeys(table.snapshot.epoch, next, this.options.maxKeyBytes);
      const end = await this.#scan(table, partition, 0n, (record) => old.read(record));
      classes.push(...old.left);
      if (old.size > 0) await new PartitionDeletion(this.options, table, partition, old).run(end);
    }
  }

  async #scan(table: TableToSweep, { plan, partition }: Partition, from: bigint, onRecord: PartitionScan['onRecord']) {
    return this.options.scanPartition({ topic: plan.topic, partition, from, onRecord, signal: table.signal });
  }
}

/** The deletes of one partition's old keys. */
class PartitionDeletion {
  #scannedTo = 0n;

  constructor(
    private readonly options: SweepOptions,
    private readonly table: TableToSweep,
    private readonly at: Partition,
    private readonly old: OldKeys,
  ) {}

  /** `scannedTo`: up to where the old keys know the partition. */
  async run(scannedTo: bigint): Promise<void> {
    this.#scannedTo = scannedTo;
    let batch: VanishedRow[] = [];
    let bytes = 0;
    await this.#scan(0n, async (record) => {
      if (record.key === null || record.value === null || !this.old.isLast(record)) return;
      batch.push({ key: Buffer.from(record.key), value: Buffer.from(record.value) });
      bytes += record.key.length + record.value.length;
      if (bytes < this.options.maxBatchBytes) return;
      await this.#delete(batch);
      [batch, bytes] = [[], 0];
    });
    if (batch.length > 0) await this.#delete(batch);
  }

  /**
   * What the snapshot sees is in the topic when the first mark is published, and is looked for there; what it misses, the
   * watch has. So at the second mark no key is deleted that the stream has written since the epoch began.
   */
  async #delete(batch: readonly VanishedRow[]): Promise<void> {
    const { table, at } = this;
    const { snapshot, watch } = table;
    while (table.isRunning()) {
      const read = await this.#takeSnapshot();
      if (!read) return;
      const firstMark = await this.#placed(() => new EmptyEmission());
      if (!firstMark) return;
      this.#scannedTo = await this.#scan(this.#scannedTo, ({ key }) => {
        if (key !== null) this.old.forget(key.toString('latin1'));
      });
      const rows = batch.filter(({ key }) => this.old.has(key));
      const id = { epoch: snapshot.epoch, snapshot: snapshot.number, table: `${at.plan.schema}.${at.plan.table}` };
      const idPrefix = snapshotIdPrefix(id);
      const outcome = await this.#placed(
        (onOutcome) => new DeletionEmission({ read, ...at, rows, idPrefix, onOutcome }),
      );
      if (outcome?.kind !== 'again') return;
      watch.endRead(read);
      await pause(AGAIN_AFTER_MS, table.signal);
    }
  }

  /** A snapshot that can be judged. Undefined when the sweep is over. */
  async #takeSnapshot(): Promise<ChunkRead | undefined> {
    const { table } = this;
    while (table.isRunning()) {
      const read = table.watch.startRead();
      const snapshot = await currentSnapshot(table.client);
      if (table.watch.unaccountedIn(snapshot).length === 0) {
        table.watch.tookSnapshot(read, snapshot);
        return read;
      }
      table.watch.endRead(read);
      await pause(AGAIN_AFTER_MS, table.signal);
    }
    return undefined;
  }

  /** Gives an emission its place and waits until it is published. Undefined at the signal. */
  async #placed(
    emissionOf: (onOutcome: (outcome: EmissionOutcome) => void) => Emission,
  ): Promise<EmissionOutcome | undefined> {
    const { table } = this;
    let settle: (outcome: EmissionOutcome | undefined) => void = () => undefined;
    const settled = new Promise<EmissionOutcome | undefined>((resolve) => (settle = resolve));
    const stop = () => settle(undefined);
    table.signal.addEventListener('abort', stop, { once: true });
    const emission = emissionOf((outcome) => {
      if (outcome.kind === 'again') settle(outcome);
    });
    await table.mark({
      emit: (place: EmissionPlace) => {
        emission.emit(place);
        table.published.after(place.transaction.commitLsn, () =>
          settle({ kind: 'emitted', commitLsn: place.transaction.commitLsn, records: 0 }),
        );
      },
    });
    if (table.signal.aborted) stop();
    const outcome = await settled;
    table.signal.removeEventListener('abort', stop);
    return outcome;
  }

  async #scan(from: bigint, onRecord: PartitionScan['onRecord']): Promise<bigint> {
    const { topic } = this.at.plan;
    const { partition } = this.at;
    return this.options.scanPartition({ topic, partition, from, onRecord, signal: this.table.signal });
  }
}

/** Only marks a place. */
class EmptyEmission implements Emission {
  emit(): void {
    return;
  }
}
