/** What the consumer knows of itself, told to readiness: assignment, waiting, partitions in trouble, lag, stalls. */
import type { AssignedPartition, ConsumeObserver } from '@vf/event-bus';
import type { Health } from '@vf/platform';
import type { ConsumerMetrics } from './consumer-metrics.js';

interface PartitionState {
  readonly topic: string;
  readonly partition: number;
  nextOffset: bigint;
  highWatermark: bigint;
  lastProgressMs: number;
  trouble: string | undefined;
}

export interface StatusOptions {
  readonly health: Health;
  readonly metrics: ConsumerMetrics;
  readonly groupId: string;
  /** With records waiting and no progress for this long, the consumer is not ready. */
  readonly stallAfterMs: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly now: () => number;
}

export class ConsumerStatus implements ConsumeObserver {
  readonly #check: string;
  readonly #partitions = new Map<string, PartitionState>();
  #session: 'starting' | 'dividing' | 'reading' | 'stopped' = 'starting';
  #reason = 'starting';

  constructor(private readonly options: StatusOptions) {
    this.#check = `consumer ${options.groupId}`;
    options.health.declare(this.#check);
  }

  waiting(reason: string, failures: number): void {
    this.#session = 'starting';
    this.#reason = `waiting: ${reason} (attempt ${failures})`;
    this.#forget();
    this.report();
  }

  revoked(): void {
    this.#session = 'dividing';
    this.#reason = 'the group is being divided';
    this.#forget();
    this.report();
  }

  assigned(partitions: readonly (AssignedPartition & { readonly nextOffset: bigint })[]): void {
    this.#session = 'reading';
    this.#forget();
    for (const { topic, partition, nextOffset, high } of partitions) {
      const state = { topic, partition, nextOffset, highWatermark: high };
      this.#partitions.set(slotOf(topic, partition), {
        ...state,
        lastProgressMs: this.options.now(),
        trouble: undefined,
      });
      this.#showLag(topic, partition);
    }
    this.report();
  }

  progressed(topic: string, partition: number, nextOffset: bigint, highWatermark: bigint): void {
    const state = this.#partitions.get(slotOf(topic, partition));
    if (!state) return;
    Object.assign(state, { nextOffset, highWatermark, lastProgressMs: this.options.now(), trouble: undefined });
    this.#showLag(topic, partition);
    this.report();
  }

  /** A partition that a fault holds up; `ready` while it may still pass unnoticed. */
  heldUp(topic: string, partition: number, reason: string, ready: boolean): void {
    const state = this.#partitions.get(slotOf(topic, partition));
    if (state && !ready) state.trouble = reason;
    this.report();
  }

  /** The log's ends as asked for, so that lag is right also where no batch comes. */
  ends(topic: string, offsets: ReadonlyMap<number, bigint>): void {
    for (const state of this.#partitions.values()) {
      if (state.topic !== topic) continue;
      state.highWatermark = offsets.get(state.partition) ?? state.highWatermark;
      if (lagOf(state) === 0) state.lastProgressMs = this.options.now();
      this.#showLag(topic, state.partition);
    }
    this.report();
  }

  stopped(reason: string): void {
    this.#session = 'stopped';
    this.#reason = `stopped: ${reason}`;
    this.report();
  }

  report(): void {
    const { health } = this.options;
    const states = [...this.#partitions.values()];
    const inTrouble = states.find(({ trouble }) => trouble !== undefined);
    const stalled = states.find((state) => this.#isStalled(state));
    if (this.#session !== 'reading') health.fail(this.#check, this.#reason);
    else if (inTrouble) health.fail(this.#check, `${nameOf(inTrouble)} is held up: ${inTrouble.trouble ?? ''}`);
    else if (stalled) health.fail(this.#check, `${nameOf(stalled)} makes no progress, lag ${lagOf(stalled)}`);
    else health.ok(this.#check, describe(states));
  }

  #isStalled(state: PartitionState): boolean {
    return lagOf(state) > 0 && this.options.now() - state.lastProgressMs > this.options.stallAfterMs;
  }

  #showLag(topic: string, partition: number): void {
    const state = this.#partitions.get(slotOf(topic, partition));
    if (state) this.options.metrics.lag.set({ topic, partition: String(partition) }, lagOf(state));
  }

  /** Another member reports these partitions from now on. */
  #forget(): void {
    for (const { topic, partition } of this.#partitions.values()) {
      this.options.metrics.lag.remove({ topic, partition: String(partition) });
    }
    this.#partitions.clear();
  }
}

function describe(states: readonly PartitionState[]): string {
  if (states.length === 0) return 'no partitions: on standby';
  return `${states.length} partitions, lag ${states.reduce((sum, state) => sum + lagOf(state), 0)} records`;
}

const lagOf = ({ highWatermark, nextOffset }: PartitionState) =>
  highWatermark > nextOffset ? Number(highWatermark - nextOffset) : 0;
const slotOf = (topic: string, partition: number) => `${topic}/${partition}`;
const nameOf = ({ topic, partition }: PartitionState) => slotOf(topic, partition);
