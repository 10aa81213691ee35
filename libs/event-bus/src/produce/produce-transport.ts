/** The way to the brokers that publishing needs, over kafkajs's connections; and the seam at which a test plays broker. */
import { type WireCluster, createCluster, READ_UNCOMMITTED, sendPieces } from '../kafkajs-internals.js';
import type { KafkaClient } from '../kafka-client.js';
import {
  PRODUCE,
  type PartitionAnswer,
  type ProduceRequest,
  decodeProduceAnswer,
  encodeProduceRequest,
} from './produce-request.js';
import type { ProducerIdentity } from './producer-state.js';

export interface ProduceTransport {
  connect(): Promise<void>;
  /** A producer id that nobody else has. */
  initProducerId(): Promise<ProducerIdentity>;
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

  constructor(private readonly client: KafkaClient) {}

  async connect(): Promise<void> {
    await this.#connected();
  }

  async initProducerId(): Promise<ProducerIdentity> {
    const cluster = await this.#connected();
    const broker = await cluster.brokerPool.findConnectedBroker();
    const { producerId, producerEpoch } = await broker.initProducerId({
      transactionalId: undefined,
      transactionTimeout: NO_TRANSACTION_TIMEOUT_MS,
    });
    return { producerId: BigInt(producerId), producerEpoch };
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
    // It may wait for an answer that does not come; nobody waits for it.
    cluster?.disconnect().catch(() => undefined);
  }

  async close(): Promise<void> {
    const cluster = this.#cluster;
    this.#cluster = undefined;
    await cluster?.disconnect();
  }

  async #connected(): Promise<WireCluster> {
    if (this.#cluster) return this.#cluster;
    const cluster = createCluster(this.client.kafka, READ_UNCOMMITTED);
    await cluster.connect();
    this.#cluster = cluster;
    return cluster;
  }
}
