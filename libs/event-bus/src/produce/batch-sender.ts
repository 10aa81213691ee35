/** One attempt to send batches, and what is left to be sent after it: what all publishers have in common. */
import { RecordTooLargeError, brokerErrorType } from '../errors.js';
import { createErrorFromCode } from '../kafkajs-internals.js';
import { type PublishResult, addRange } from '../publish-record.js';
import { type Verdict, verdictOf, verdictOn } from './broker-answers.js';
import type { PartitionAnswer } from './produce-request.js';
import type { ProduceTransport } from './produce-transport.js';
import { type ProducerState, slotOf } from './producer-state.js';
import type { RecordBatch } from './record-batch.js';
import type { SegmentPool } from './segment-pool.js';
import { readRecords, splitBatch } from './split-batch.js';

/** How one batch fared in one attempt. */
export interface Outcome {
  readonly batch: RecordBatch;
  readonly verdict: Verdict;
  /** Of the first record, when it was stored. */
  readonly baseOffset: bigint;
  /** Why it is to be sent again; undefined when it was stored, or goes out in halves at once. */
  readonly fault: unknown;
}

/** How long the broker may wait for its replicas; below the client's own limit for a request. */
const REPLICATION_TIMEOUT_MS = 10_000;

export class BatchSender {
  readonly #knownTopics = new Set<string>();

  constructor(
    private readonly transport: ProduceTransport,
    private readonly transactionalId?: string,
  ) {}

  /** Sends batches of different partitions, each in the request of its leader. Never rejects: a fault is an outcome. */
  async send(batches: readonly RecordBatch[], state: ProducerState): Promise<Outcome[]> {
    try {
      const topics = [...new Set(batches.map(({ topic }) => topic))];
      if (topics.some((topic) => !this.#knownTopics.has(topic))) await this.#learnLeaders(topics);
      for (const batch of batches) batch.seal(state.stamp(batch.topic, batch.partition));
      const byNode = Map.groupBy(batches, ({ topic, partition }) => this.transport.leaderOf(topic, partition));
      return (await Promise.all([...byNode].map(([node, ofNode]) => this.#request(node, ofNode)))).flat();
    } catch (err) {
      // The broker's own refusals came over a way that works.
      if (brokerErrorType(err) === undefined) this.transport.reset();
      return batches.map((batch) => ({ batch, verdict: verdictOn(err), baseOffset: 0n, fault: err }));
    }
  }

  /** The next attempt asks anew who leads: after a fault a partition may have moved. */
  forgetLeaders(): void {
    this.#knownTopics.clear();
  }

  async #learnLeaders(topics: readonly string[]): Promise<void> {
    await this.transport.refreshLeaders(topics);
    for (const topic of topics) this.#knownTopics.add(topic);
  }

  async #request(node: string, batches: readonly RecordBatch[]): Promise<Outcome[]> {
    const request = { batches, transactionalId: this.transactionalId, timeoutMs: REPLICATION_TIMEOUT_MS };
    try {
      const answers = await this.transport.produce(node, request);
      const bySlot = new Map(answers.map((answer) => [slotOf(answer.topic, answer.partition), answer]));
      return batches.map((batch) => outcomeOf(batch, bySlot.get(slotOf(batch.topic, batch.partition))));
    } catch (err) {
      for (const batch of batches) batch.leftUnanswered();
      this.transport.reset();
      return batches.map((batch) => ({ batch, verdict: 'again', baseOffset: 0n, fault: err }));
    }
  }
}

/** An answer that leaves a partition out acknowledges nothing of it. */
function outcomeOf(batch: RecordBatch, answer: PartitionAnswer | undefined): Outcome {
  if (!answer) return { batch, verdict: 'again', baseOffset: 0n, fault: new Error('a partition was left unanswered') };
  const verdict = verdictOf(answer.errorCode);
  const fault = verdict === 'stored' || verdict === 'too-large' ? undefined : createErrorFromCode(answer.errorCode);
  return { batch, verdict, baseOffset: answer.baseOffset, fault };
}

/** Moves the producer's sequences past what was stored, adds its offsets to the result and gives the batches back. */
export function takeStored(outcomes: readonly Outcome[], state: ProducerState, result: PublishResult): RecordBatch[] {
  return outcomes.flatMap(({ batch, verdict, baseOffset }) => {
    if (verdict !== 'stored') return [];
    state.acknowledged(batch.topic, batch.partition, batch.count);
    addRange(result, batch, { firstOffset: baseOffset, endOffset: baseOffset + BigInt(batch.count) });
    return [batch];
  });
}

/** What is still to be sent, in order: batches that are too large as halves. Throws RecordTooLargeError. */
export function leftToSend(
  waiting: readonly RecordBatch[],
  outcomes: readonly Outcome[],
  pool: SegmentPool,
): RecordBatch[] {
  const verdicts = new Map(outcomes.map(({ batch, verdict }) => [batch, verdict]));
  return waiting.flatMap((batch) => {
    const verdict = verdicts.get(batch);
    if (verdict === 'stored') return [];
    return verdict === 'too-large' ? halved(batch, pool) : [batch];
  });
}

function halved(batch: RecordBatch, pool: SegmentPool): RecordBatch[] {
  if (batch.count > 1) {
    const halves = splitBatch(batch, pool);
    batch.release();
    return halves;
  }
  const [record] = readRecords(batch);
  if (!record) throw new RangeError('an empty batch was refused');
  throw new RecordTooLargeError(record, batch.bytes, 'max.message.bytes of the topic');
}
