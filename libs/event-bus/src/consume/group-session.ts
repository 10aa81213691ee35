/** One life of a kafkajs consumer: from joining the group to a stop or a crash. */
import type { Log } from '@vf/platform';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { ClusterConnection } from '../cluster-connection.js';
import { isPassingBrokerFault, messageOf } from '../errors.js';
import type { KafkaClient } from '../kafka-client.js';
import { fetchedOffsetOf } from '../kafkajs-internals.js';
import { type MemberAssignment, describeAssignment, positionsInRange } from './assignment.js';
import { splitBatch } from './batch-split.js';
import type { ConsumeOptions, ConsumeTuning } from './consume-options.js';
import type { AssignedPartition, StoredPosition } from './consumed-batch.js';
import { IncarnationWatch } from './incarnation-watch.js';
import { type Cursor, PartitionCursors } from './partition-cursor.js';
import { within } from './within.js';

/** Reads until the signal, then drains. Throws what ended it otherwise; nothing of it goes on afterwards. */
export async function runGroupSession(
  client: KafkaClient,
  options: ConsumeOptions,
  tuning: ConsumeTuning,
): Promise<void> {
  const connection = new ClusterConnection(client);
  const consumer = client.kafka.consumer({
    groupId: options.groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: tuning.sessionTimeoutMs,
    heartbeatInterval: tuning.heartbeatIntervalMs,
    rebalanceTimeout: tuning.rebalanceTimeoutMs,
    maxWaitTimeInMs: tuning.maxWaitMs,
    maxBytesPerPartition: tuning.maxBytesPerPartition,
    // A restart inside kafkajs would hide from readiness that nothing is read; sessions are begun anew by our caller.
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  const session = new GroupSession(consumer, connection, options, tuning);
  try {
    await connection.connect();
    await session.run();
  } finally {
    await within(tuning.drainTimeoutMs, session.close(), () =>
      options.log.warn({ groupId: options.groupId }, 'consumer did not drain in time'),
    );
    await connection.close().catch(() => undefined);
  }
}

/** The position store is away; the next session asks it again. */
export class PositionsUnavailableSignal extends Error {
  override readonly name = 'PositionsUnavailableSignal';
  constructor(cause: unknown) {
    super(`positions can not be loaded: ${messageOf(cause)}`, { cause });
  }
}

class GroupSession {
  readonly #cursors = new PartitionCursors();
  readonly #watch: IncarnationWatch;
  /** Rejects with what ended the session; never resolves. */
  readonly #ended: Promise<never>;
  #end: (err: unknown) => void = () => undefined;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #log: Log;
  /** Counts assignments: what was begun for an earlier one must not touch the present one. */
  #generation = 0;
  #running = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly connection: ClusterConnection,
    private readonly options: ConsumeOptions,
    private readonly tuning: ConsumeTuning,
  ) {
    this.#log = options.log;
    this.#watch = new IncarnationWatch(connection, options.topics);
    this.#ended = new Promise((_, reject) => (this.#end = reject));
    // Awaited in run(); a failure before that must not count as unhandled.
    this.#ended.catch(() => undefined);
  }

  async run(): Promise<void> {
    const { consumer, options, tuning } = this;
    this.#listen();
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    this.#running = true;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: tuning.concurrency,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
    const committing = setInterval(() => void this.#commit(), tuning.commitIntervalMs);
    this.#timers.add(committing);
    await Promise.race([this.#ended, aborted(options.signal)]);
  }

  /** Waits for the batch at work, tells Kafka the positions, leaves the group. */
  async close(): Promise<void> {
    this.#clearTimers();
    if (this.#running) await this.#commit();
    this.#running = false;
    await this.consumer.disconnect().catch(() => undefined);
  }

  #listen(): void {
    const { consumer } = this;
    const { CRASH, GROUP_JOIN, REBALANCING, FETCH, END_BATCH_PROCESS } = consumer.events;
    consumer.on(CRASH, ({ payload }) => this.#end(payload.error));
    consumer.on(REBALANCING, () => this.#revoke());
    consumer.on(FETCH, () => this.#watch.fetched());
    consumer.on(END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, firstOffset, lastOffset } }) => {
      const first = firstOffset as string | null;
      if (batchSize === 0 && first !== null) {
        this.#cursors.passEmpty(topic, partition, BigInt(first), BigInt(lastOffset));
      }
    });
    // kafkajs calls listeners before it fetches for the new assignment: paused here, nothing is read from Kafka's own
    // commit, which may be behind or ahead of the stored position.
    consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.#revoke();
      consumer.pause(toTopicPartitions(memberAssignment));
      this.#takeUp(memberAssignment, this.#generation).catch((err: unknown) => this.#end(err));
    });
  }

  #revoke(): void {
    this.#generation += 1;
    this.#cursors.clear();
    this.options.observer.revoked();
  }

  /** Loads positions, seeks to them and starts reading. */
  async #takeUp(assignment: MemberAssignment, generation: number): Promise<void> {
    this.#watch.fetched();
    const described = await describeAssignment(this.connection, await this.#watch.identities(), assignment);
    const stored = described.length === 0 ? [] : await this.#load(described);
    const positions = positionsInRange(described, stored);
    if (generation !== this.#generation || !this.#running) return;
    this.#cursors.assign(positions);
    for (const { assigned, next } of positions) {
      this.consumer.seek({ topic: assigned.topic, partition: assigned.partition, offset: next.toString() });
    }
    this.consumer.resume(toTopicPartitions(assignment));
    this.options.observer.assigned(positions.map(({ assigned, next }) => ({ ...assigned, nextOffset: next })));
  }

  async #load(described: readonly AssignedPartition[]): Promise<readonly StoredPosition[]> {
    try {
      return await this.options.loadPositions(described);
    } catch (err) {
      throw this.options.isPassing(err) ? new PositionsUnavailableSignal(err) : err;
    }
  }

  /** Never throws: kafkajs would stop every partition and deliver again without a pause. */
  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const cursor = this.#cursors.accepting(topic, partition, fetchedOffsetOf(payload.batch));
    if (!cursor || payload.isStale()) {
      this.#goBack(payload);
      return;
    }
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), this.tuning.heartbeatIntervalMs);
    try {
      await this.#watch.confirm(topic, cursor.assigned.incarnation);
      await this.#work(payload, cursor);
    } catch (err) {
      payload.pause();
      if (isPassingBrokerFault(err)) this.#resumeLater(cursor, this.tuning.backoff.firstMs);
      else this.#end(err);
    } finally {
      clearInterval(beat);
    }
  }

  async #work(payload: EachBatchPayload, cursor: Cursor): Promise<void> {
    for (const batch of splitBatch(payload.batch, cursor.assigned.incarnation, this.tuning.maxRecordsPerBatch)) {
      if (!this.#mayGoOn(payload, cursor)) return;
      if (batch.nextOffset <= cursor.next) continue;
      const outcome = await this.options.onBatch(batch);
      if (!this.#isCurrent(cursor)) return;
      if (outcome.kind === 'retry') {
        payload.pause();
        this.#resumeLater(cursor, outcome.afterMs);
        return;
      }
      cursor.next = outcome.nextOffset;
      payload.resolveOffset((outcome.nextOffset - 1n).toString());
    }
    // The stored position may be ahead of this batch: another member was faster.
    if (cursor.next > BigInt(payload.batch.lastOffset()) + 1n) this.#goBack(payload);
  }

  #mayGoOn(payload: EachBatchPayload, cursor: Cursor): boolean {
    return this.#isCurrent(cursor) && payload.isRunning() && !payload.isStale() && !this.options.signal.aborted;
  }

  /** False after a rebalance; kafkajs then no longer knows the partition and resolving it would throw. */
  #isCurrent({ assigned }: Cursor): boolean {
    const now = this.#cursors.get(assigned.topic, assigned.partition);
    return now?.assigned === assigned;
  }

  /** To where the cursor stands, if we have one. */
  #goBack(payload: EachBatchPayload): void {
    const { topic, partition } = payload.batch;
    const cursor = this.#cursors.get(topic, partition);
    if (cursor && this.#running) this.consumer.seek({ topic, partition, offset: cursor.next.toString() });
  }

  #resumeLater(cursor: Cursor, afterMs: number): void {
    const { topic, partition } = cursor.assigned;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#running && this.#isCurrent(cursor)) this.consumer.resume([{ topic, partitions: [partition] }]);
    }, afterMs);
    this.#timers.add(timer);
  }

  /** For Kafka's lag display only, so a failure is worth no more than a line. */
  async #commit(): Promise<void> {
    const positions = this.#cursors.takeUncommitted();
    if (positions.length === 0) return;
    try {
      await this.consumer.commitOffsets(positions);
    } catch (err) {
      this.#log.debug({ err: messageOf(err) }, 'positions were not told to Kafka');
    }
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

const toTopicPartitions = (assignment: MemberAssignment) =>
  Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions: [...partitions] }));

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
