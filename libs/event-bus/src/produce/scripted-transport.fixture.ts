/** Brokers that answer by script: they stand for what one real broker can not be made to show. */
import type { PartitionAnswer } from './produce-request.js';
import type { ProduceTransport, TopicPartitions } from './produce-transport.js';
import type { ProducerIdentity } from './producer-state.js';
import type { RecordBatch } from './record-batch.js';
import { readRecords } from './split-batch.js';

export interface SentBatch {
  readonly node: string;
  readonly topic: string;
  readonly partition: number;
  readonly values: readonly string[];
  readonly producerId: number;
  readonly baseSequence: number;
  readonly bytes: Buffer;
}

/** Gives the answers to one request; undefined leaves it to the default, which stores everything. Throwing is no answer. */
export type Line = (batches: readonly SentBatch[]) => readonly PartitionAnswer[];

export const store: Line = (batches) =>
  batches.map(({ topic, partition }) => ({ topic, partition, errorCode: 0, baseOffset: 0n }));

/** Protocol error codes. */
export const CODE = {
  unknownTopic: 3,
  notLeader: 6,
  timedOut: 7,
  tooLarge: 10,
  notEnoughReplicas: 19,
  outOfOrder: 45,
  staleEpoch: 47,
  concurrentTransactions: 51,
  unknownProducer: 59,
} as const;

export const answer =
  (errorCode: number): Line =>
  (batches) =>
    store(batches).map((stored) => ({ ...stored, errorCode }));

export const noAnswer: Line = () => {
  throw new Error('connection closed');
};

export class ScriptedTransport implements ProduceTransport {
  /** By request. */
  readonly sent: SentBatch[][] = [];
  producerIds = 0;
  resets = 0;
  leaderRefreshes = 0;
  /** What the transaction's coordinator was asked, and its failures of the next requests. */
  readonly coordinated: string[] = [];
  readonly coordinatorFaults: (Error | undefined)[] = [];
  /** Failures of the next connects. */
  readonly refusedConnects: Error[] = [];
  leader = (_topic: string, _partition: number) => '1';

  constructor(private readonly lines: (Line | undefined)[] = []) {}

  connect(): Promise<void> {
    const refused = this.refusedConnects.shift();
    return refused ? Promise.reject(refused) : Promise.resolve();
  }

  initProducerId(): Promise<ProducerIdentity> {
    this.producerIds += 1;
    return Promise.resolve({ producerId: BigInt(this.producerIds), producerEpoch: 0 });
  }

  addPartitions(_id: string, _producer: ProducerIdentity, topics: readonly TopicPartitions[]): Promise<void> {
    return this.#coordinator(`add ${topics.map(({ partitions }) => partitions.join(' ')).join(', ')}`);
  }

  endTransaction(_id: string, _producer: ProducerIdentity, how: 'commit' | 'abort'): Promise<void> {
    return this.#coordinator(how);
  }

  #coordinator(asked: string): Promise<void> {
    this.coordinated.push(asked);
    const refused = this.coordinatorFaults.shift();
    return refused ? Promise.reject(refused) : Promise.resolve();
  }

  leaderOf(topic: string, partition: number): string {
    return this.leader(topic, partition);
  }

  refreshLeaders(): Promise<void> {
    this.leaderRefreshes += 1;
    return Promise.resolve();
  }

  async produce(node: string, { batches }: { batches: readonly RecordBatch[] }): Promise<readonly PartitionAnswer[]> {
    await Promise.resolve();
    const sent = batches.map((batch) => sentBatch(node, batch));
    this.sent.push(sent);
    return (this.lines.shift() ?? store)(sent);
  }

  reset(): void {
    this.resets += 1;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The values of each request. */
  get values(): string[][] {
    return this.sent.map((batches) => batches.flatMap(({ values }) => values));
  }
}

function sentBatch(node: string, batch: RecordBatch): SentBatch {
  const bytes = Buffer.concat(batch.pieces());
  return {
    node,
    topic: batch.topic,
    partition: batch.partition,
    values: readRecords(batch).map(({ value }) => String(value)),
    producerId: Number(bytes.readBigInt64BE(43)),
    baseSequence: bytes.readInt32BE(53),
    bytes,
  };
}
