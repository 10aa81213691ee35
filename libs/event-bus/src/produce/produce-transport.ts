/** The way to the brokers that publishing needs, over kafkajs's connections; and the seam at which a test plays broker. */
import {
  READ_UNCOMMITTED,
  TRANSACTION_COORDINATOR,
  type WireBroker,
  type WireCluster,
  createCluster,
  sendPieces,
} from '../kafkajs-internals.js';
import type { KafkaClient } from '../kafka-client.js';
import {
  PRODUCE,
  type PartitionAnswer,
  type ProduceRequest,
  decodeProduceAnswer,
  encodeProduceRequest,
} from './produce-request.js';
import type { ProducerIdentity } from './producer-state.js';

export interface TransactionalIdentity {
  readonly id: string;
  /** After so long without an end the broker aborts a transaction by itself. */
  readonly timeoutMs: number;
}

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface ProduceTransport {
  connect(): Promise<void>;
  /**
   * A producer id that nobody else has. With a transactional id: the next epoch of its producer, which shuts earlier ones
   * out and ends what they left open; resolves when that has ended, or rejects with CONCURRENT_TRANSACTIONS meanwhile.
   */
  initProducerId(transactional?: TransactionalIdentity): Promise<ProducerIdentity>;
  /** Makes partitions part of the open transaction, or opens one. */
  addPartitions(id: string, producer: ProducerIdentity, topics: readonly TopicPartitions[]): Promise<void>;
  endTransaction(id: string, producer: ProducerIdentity, how: 'commit' | 'abort'): Promise<void>;
  /** The node that leads a partition, as far as known; `refreshLeaders` asks anew. */
  leaderOf(topic: string, partition: number): string;
  refreshLeaders(topics: readonly string[]): Promise<void>;
  /** One request to one node. Rejects when it went unanswered. */
  produce(node: string, request: ProduceRequest): Promise<readonly PartitionAnswer[]>;
  /** After a fault of the way there: the next call connects anew. */
  reset(): void;
  close(): Promise<void>;
}

const NO_TRANSACTION_TIMEOUT_MS = 60_000;

export class KafkaTransport implements ProduceTransport {
  #cluster: WireCluster | undefined;
  #coordinator: WireBroker | undefined;

  constructor(private readonly client: KafkaClient) {}

  async connect(): Promise<void> {
    await this.#connected();
  }

  async initProducerId(transactional?: TransactionalIdentity): Promise<ProducerIdentity> {
    const cluster = await this.#connected();
    const broker = transactional
      ? await this.#findCoordinator(transactional.id)
      : await cluster.brokerPool.findConnectedBroker();
    const { producerId, producerEpoch } = await broker.initProducerId({
      transactionalId: transactional?.id,
      transactionTimeout: transactional?.timeoutMs ?? NO_TRANSACTION_TIMEOUT_MS,
    });
    return { producerId: BigInt(producerId), producerEpoch };
  }

  async addPartitions(id: string, producer: ProducerIdentity, topics: readonly TopicPartitions[]): Promise<void> {
    await this.#coordinated(id, (coordinator) =>
      coordinator.addPartitionsToTxn({
        transactionalId: id,
        producerId: String(producer.producerId),
        producerEpoch: producer.producerEpoch,
        topics: topics.map(({ topic, partitions }) => ({ topic, partitions: [...partitions] })),
      }),
    );
  }

  async endTransaction(id: string, producer: ProducerIdentity, how: 'commit' | 'abort'): Promise<void> {
    await this.#coordinated(id, (coordinator) =>
      coordinator.endTxn({
        transactionalId: id,
        producerId: String(producer.producerId),
        producerEpoch: producer.producerEpoch,
        transactionResult: how === 'commit',
      }),
    );
  }

  leaderOf(topic: string, partition: number): string {
    const known = this.#cluster?.findTopicPartitionMetadata(topic) ?? [];
    const found = known.find(({ partitionId }) => partitionId === partition);
    if (!found) throw new Error(`no leader is known for ${topic}/${String(partition)}`);
    return String(found.leader);
  }

  async refreshLeaders(topics: readonly string[]): Promise<void> {
    const cluster = await this.#connected();
    await cluster.addMultipleTargetTopics([...topics]);
    await cluster.refreshMetadata();
  }

  async produce(node: string, request: ProduceRequest): Promise<readonly PartitionAnswer[]> {
    const cluster = await this.#connected();
    const broker = await cluster.findBroker({ nodeId: node });
    const { payload, throttled } = await sendPieces(broker, PRODUCE, encodeProduceRequest(request));
    const { answers, throttleMs } = decodeProduceAnswer(payload);
    throttled(throttleMs);
    return answers;
  }

  reset(): void {
    const cluster = this.#cluster;
    this.#cluster = undefined;
    this.#coordinator = undefined;
    // It may wait for an answer that does not come; nobody waits for it.
    cluster?.disconnect().catch(() => undefined);
  }

  async close(): Promise<void> {
    const cluster = this.#cluster;
    this.#cluster = undefined;
    this.#coordinator = undefined;
    await cluster?.disconnect();
  }

  /** Asks the coordinator that is known; after a fault it is looked for anew, as it may have moved. */
  async #coordinated(id: string, ask: (coordinator: WireBroker) => Promise<unknown>): Promise<void> {
    try {
      await ask(this.#coordinator ?? (await this.#findCoordinator(id)));
    } catch (err) {
      this.#coordinator = undefined;
      throw err;
    }
  }

  async #findCoordinator(id: string): Promise<WireBroker> {
    const cluster = await this.#connected();
    // Else kafkajs may know no broker that it could ask.
    await cluster.refreshMetadataIfNecessary();
    const found = await cluster.findGroupCoordinator({ groupId: id, coordinatorType: TRANSACTION_COORDINATOR });
    this.#coordinator = found;
    return found;
  }

  async #connected(): Promise<WireCluster> {
    if (this.#cluster) return this.#cluster;
    const cluster = createCluster(this.client.kafka, READ_UNCOMMITTED);
    await cluster.connect();
    this.#cluster = cluster;
    return cluster;
  }
}
