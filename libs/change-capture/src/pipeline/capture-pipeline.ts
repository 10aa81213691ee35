/** A pipeline's life: sessions one after the other, with waiting in between, until the signal or a typed stop. */
import { backoffDelayMs, hasEnded, pause, reconnectBackoff } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import { RecordLimits } from '../dead-letter/record-limits.js';
import { RecordRefused } from '../ports.js';
import { SourceTransactionOpen } from '../source/source-transaction-open.js';
import { permanentStop } from '../source/permanent-errors.js';
import { slotDropped, slotGivenUp } from './operator-stops.js';
import { endWithin } from '../source/source-client.js';
import { slotRisk } from '../source/slot-risk.js';
import type { DiscoveredTable } from '../source/discover-tables.js';
import { dropSlotByName, readSlotState, type SlotState } from '../source/slot-state.js';
import { runSourceProbe, type SourceMeasure } from '../source/source-probe.js';
import { asStop, CaptureSession } from './capture-session.js';
import { initialStatus, type CaptureStatus } from './capture-status.js';
import { changeTopicsOf, type PipelineOptions } from './pipeline-options.js';
import { SlotCommandRefused, type SlotRefusalCode } from './slot-command-refused.js';
import type { SnapshotBook } from '../snapshot/snapshot-book.js';
import { SnapshotRefused, type SnapshotCommands, type SnapshotRequest } from '../snapshot/snapshot-requests.js';
import { requireReadable } from '../snapshot/require-readable.js';
import { repairPipeline } from './init-pipeline.js';
import { preparePipeline } from './prepare-pipeline.js';
import { parsePosition, type CapturePosition } from '../position/capture-position.js';
import { planPipeline, UnplannedTable, type PipelineSetup } from './table-planner.js';

/** A session that lasted this long was a good one: the next failure waits little again. */
const GOOD_SESSION_MS = 10_000;
const SINK_CLOSE_LIMIT_MS = 60_000;
const MS_PER_S = 1_000;

export type RepairEnd = 'repaired' | 'failed' | 'over';

export class CapturePipeline implements SnapshotCommands {
  readonly status: CaptureStatus = initialStatus();
  /** While it streams. */
  #current: CaptureSession | undefined;

  /** Tables that the stream told of and the plans of that session did not have. */
  readonly #announced: DiscoveredTable[] = [];

  readonly #limits = new RecordLimits();
  /** As of the session at hand. */
  #planned: PipelineOptions | undefined;

  /** Ends the sessions of a pipeline whose slot is dropped. */
  #slotGiven = new AbortController();
  /** Tells who waits how an operator's repair ended; a good end is kept until somebody has taken it. */
  #repairEnd = Promise.withResolvers<RepairEnd>();
  #running: Promise<void> = Promise.resolve();
  #slotCommandRuns = false;

  constructor(private readonly options: PipelineSetup) {}

  get name(): string {
    return this.options.name;
  }

  /**
   * Resolves after the signal, drained. Rejects with CaptureStop when going on would lose or misplace changes; may be
   * called again when the pipeline is repaired.
   */
  async run(signal: AbortSignal): Promise<void> {
    do {
      this.#slotGiven = new AbortController();
      this.#running = this.#sessions(AbortSignal.any([signal, this.#slotGiven.signal]));
      await this.#running;
      // Without its slot it stays visible as stopped, until it has a new one or the process ends.
    } while (!hasEnded(signal) && (await this.repaired(signal)));
  }

  /** Resolves to true when a stopped pipeline was repaired and is to run again, to false after the signal. */
  async repaired(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const end = await this.repairEnds(signal);
      if (end !== 'failed') return end === 'repaired';
    }
  }

  /**
   * How the next attempt to repair the stopped pipeline ends: it is to run again, or has stopped as before; `over` after
   * the signal. While an attempt is under way the phase is not `stopped`.
   */
  async repairEnds(signal: AbortSignal): Promise<RepairEnd> {
    const over = new Promise<RepairEnd>((resolve) => {
      if (signal.aborted) resolve('over');
      else signal.addEventListener('abort', () => resolve('over'), { once: true });
    });
    const end = await Promise.race([this.#repairEnd.promise, over]);
    if (end === 'repaired') this.#repairEnd = Promise.withResolvers();
    return end;
  }

  get slot(): string {
    return this.options.slot;
  }

  /**
   * Publishes nothing more, after the publish in flight. The slot stays held and acknowledged as far as was published;
   * reading goes on until the queue is full. Not kept over a restart of the process.
   */
  pause(): void {
    this.status.paused = true;
    this.#current?.pausedChanged();
  }

  resume(): void {
    this.status.paused = false;
    this.#current?.pausedChanged();
  }

  /** Undefined when the source has no such slot. Rejects as the database does. */
  async readSlot(): Promise<SlotState | undefined> {
    return readSlotState(this.options.address, this.slot);
  }

  /** The position in the broker, from which a new worker would go on. */
  async readPosition(): Promise<CapturePosition | undefined> {
    const stored = await this.options.broker.readPosition(this.name);
    return stored === undefined ? undefined : parsePosition(this.name, stored);
  }

  /**
   * Gives the slot up for good; needs a pipeline that is paused or stopped, whose sessions then end. When the drop fails
   * the pipeline stays stopped: its sessions are over, and only a repair runs it again.
   */
  async dropSlot(): Promise<void> {
    const { status, name } = this;
    const isStopped = status.phase === 'stopped';
    if (!status.paused && !isStopped) throw this.#refused('not-paused', 'is neither paused nor stopped');
    await this.#slotCommand(async () => {
      this.#slotGiven.abort();
      if (!isStopped) {
        this.#showStop(slotGivenUp(name));
        await this.#running.catch(() => undefined);
        // Again: a session that was just starting may have shown its own phase.
        this.#showStop(slotGivenUp(name));
      }
      await dropSlotByName(this.options.address, this.slot);
      this.#showStop(slotDropped(name));
    });
    this.options.log.warn({ pipeline: name, slot: this.slot }, 'an operator dropped the slot');
  }

  /** One at a time: claimed before anything is waited for, so that a second one is refused and not run beside it. */
  async #slotCommand(work: () => Promise<void>): Promise<void> {
    if (this.#slotCommandRuns) throw this.#refused('under-way', 'is having its slot dropped or made');
    this.#slotCommandRuns = true;
    try {
      await work();
    } finally {
      this.#slotCommandRuns = false;
    }
  }

  /** A position that is lost is looked for in all records of the topics, which may be many. */
  #outOfTime(cause: unknown): SlotCommandRefused {
    const { name, options } = this;
    const what = `Pipeline ${name} could not be repaired within ${String(options.limits.repairMs / MS_PER_S)} s.`;
    const how = `While its worker does not run, this may take longer: node apps/cdc-worker/dist/init.js --new-epoch ${name}`;
    return new SlotCommandRefused('out-of-time', `${what} ${how}`, { cause });
  }

  #refused(code: SlotRefusalCode, why: string): SlotCommandRefused {
    return new SlotCommandRefused(code, `Pipeline ${this.name} ${why}.`);
  }

  #showStop(stop: CaptureStop): void {
    Object.assign(this.status, { phase: 'stopped', stop, detail: stop.message });
  }

  /**
   * Repairs a stopped pipeline: whoever waits for `repaired` runs it again. Without its slot it gets a new one, which
   * begins a new epoch, and every table is read anew. A slot that is there is taken up when the position says that it
   * can be, and never dropped for one that can not. Resolves when slot and position are recorded. Throws
   * SlotCommandRefused, and CaptureStop where this is no repair; the pipeline then stays stopped.
   */
  async createSlot(): Promise<void> {
    if (this.status.phase !== 'stopped') throw this.#refused('not-stopped', 'has not stopped');
    await this.#slotCommand(() => this.#repair());
    this.#repairEnd.resolve('repaired');
  }

  async #repair(): Promise<void> {
    const { status, name, slot } = this;
    const { stop, detail } = status;
    const limit = AbortSignal.timeout(this.options.limits.repairMs);
    const underWay = 'an operator has the pipeline repaired';
    Object.assign(status, { phase: 'starting', paused: false, stop: undefined, detail: underWay });
    try {
      const { position, isNewSlot } = await repairPipeline(this.options, limit);
      status.epoch = position.epoch;
      this.options.log.warn({ pipeline: name, slot, epoch: position.epoch, isNewSlot }, 'an operator repaired it');
    } catch (err) {
      Object.assign(status, { phase: 'stopped', stop, detail });
      const { resolve } = this.#repairEnd;
      this.#repairEnd = Promise.withResolvers();
      resolve('failed');
      throw limit.aborted && !isTyped(err) ? this.#outOfTime(err) : err;
    }
  }

  async #sessions(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const startedMs = performance.now();
      const err = await this.#session(signal).catch((reason: unknown) => reason);
      if (hasEnded(signal)) return;
      failures = performance.now() - startedMs > GOOD_SESSION_MS ? 1 : failures + 1;
      this.#failed(err, failures);
      await pause(backoffDelayMs(reconnectBackoff, failures), signal);
    }
  }

  async requestSnapshot(request: SnapshotRequest): Promise<number> {
    if (!this.#planned) throw this.#notStreaming();
    await requireReadable(this.#planned, request);
    const { epoch } = this.status;
    return this.#command((book) => book.add({ kind: 'ad-hoc', epoch, tables: request.tables, nowMs: Date.now() }));
  }

  async pauseSnapshot(number: number): Promise<void> {
    await this.#command((book) => book.pause(number));
  }

  async resumeSnapshot(number: number): Promise<void> {
    await this.#command((book) => book.resume(number));
  }

  async stopSnapshot(number: number): Promise<void> {
    await this.#command((book) => book.stop(number, Date.now()));
  }

  snapshotStatus(): CaptureStatus['snapshots'] {
    return this.status.snapshots;
  }

  async #command<T>(change: (book: SnapshotBook) => T): Promise<T> {
    if (this.#current) return this.#current.command(change);
    throw this.#notStreaming();
  }

  #notStreaming(): SnapshotRefused {
    return new SnapshotRefused('not-streaming', `Pipeline ${this.name} does not stream at the moment.`);
  }

  async #session(signal: AbortSignal): Promise<void> {
    const { status } = this;
    status.phase = 'starting';
    const options = await this.#plan(signal);
    this.#planned = options;
    // The sink's life: it ends with the session, and at once on the signal while there is nothing to drain yet.
    const over = new AbortController();
    const endNow = () => over.abort();
    signal.addEventListener('abort', endNow, { once: true });
    const sink = await options.broker.openSink({
      pipeline: options.name,
      delivery: options.delivery,
      signal: over.signal,
      onRetry: (detail) => this.#publishRetried(detail),
    });
    try {
      const preparation = { signal, beginNewEpoch: false, takesSlot: true, onHeld: (pid: number) => this.#heldBy(pid) };
      const source = await preparePipeline(options, sink, preparation);
      status.epoch = source.position.epoch;
      status.publishedLsn = source.confirmedLsn;
      status.lastPublishedAtMs = Date.now();
      const session = await CaptureSession.create(options, source, sink, status);
      signal.removeEventListener('abort', endNow);
      this.#current = session;
      await this.#streamWithHeartbeat(session, signal, over.signal);
    } finally {
      this.#current = undefined;
      signal.removeEventListener('abort', endNow);
      over.abort();
      // Waited for: a record of this session that lands after the next one's would tell a position from before.
      await endWithin(sink.close(), SINK_CLOSE_LIMIT_MS);
    }
  }

  /** What can change between sessions is found out: tables, and what their topics take. */
  async #plan(signal: AbortSignal): Promise<PipelineOptions> {
    const options = await planPipeline(this.options, this.#announced, signal);
    const topics = [...changeTopicsOf(options).keys()];
    return { ...options, topicLimits: await this.#limits.read(options.broker, topics) };
  }

  async #streamWithHeartbeat(session: CaptureSession, signal: AbortSignal, over: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const probing = runSourceProbe(
      {
        ...this.options,
        pipeline: this.name,
        intervalMs: this.options.limits.heartbeatIntervalMs,
        onMeasured: (source) => this.#measured(source),
      },
      AbortSignal.any([signal, over, ended.signal]),
    );
    try {
      await session.run(signal);
    } finally {
      ended.abort();
      await probing;
    }
  }

  #measured(source: SourceMeasure): void {
    const { status } = this;
    status.lagBytes = Math.max(0, Number(source.walLsn - status.publishedLsn));
    status.retainedWalBytes = source.retainedBytes;
    status.safeWalBytes = source.safeBytes;
    status.walLimitBytes = source.limitBytes;
    status.walStatus = source.walStatus;
    const risk = slotRisk(source);
    if (risk !== undefined && status.slotRisk === undefined) {
      const { retainedBytes, limitBytes, walStatus } = source;
      const fields = { pipeline: this.name, slot: this.options.slot, retainedBytes, limitBytes, walStatus };
      this.options.log.warn(fields, 'the slot is at risk: the server may give it up, or its disk fill');
    }
    status.slotRisk = risk;
  }

  #heldBy(pid: number): void {
    this.status.phase = 'waiting-for-slot';
    this.status.detail = `another worker holds the slot (server process ${String(pid)})`;
  }

  #publishRetried(detail: string): void {
    this.status.publishRetries += 1;
    this.status.detail = `the broker does not take records: ${detail}`;
  }

  /** Throws the typed stop that the error stands for; a passing one is told and forgotten. */
  #failed(err: unknown, failures: number): void {
    const { status, options } = this;
    // The next session meets the record at the gate and makes it a dead letter; one that comes again can not be one.
    const isLearned = err instanceof RecordRefused && this.#limits.learn(err);
    const stop = permanentStop(isLearned ? err : asStop(err));
    const told = stop ?? err;
    status.detail = told instanceof Error ? told.message : String(told);
    if (stop) {
      this.#showStop(stop);
      options.log.error({ pipeline: this.name, code: stop.code, err: stop }, 'capture stopped, a person must act');
      throw stop;
    }
    if (err instanceof UnplannedTable) this.#announced.push(err.table);
    status.phase = 'starting';
    status.reconnects += 1;
    options.log.warn({ pipeline: this.name, failures, err }, 'the capture session ended, starting another one');
  }
}

const isTyped = (err: unknown) => err instanceof CaptureStop || err instanceof SourceTransactionOpen;
