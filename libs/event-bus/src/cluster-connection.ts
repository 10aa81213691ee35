/** Requests that kafkajs has no method for, sent over kafkajs's own broker connections. */
import {
  READ_UNCOMMITTED,
  type WireBroker,
  type WireCluster,
  type WireProtocol,
  createCluster,
} from './kafkajs-internals.js';
import { TopicMissingError, brokerErrorType } from './errors.js';
import type { KafkaClient } from './kafka-client.js';

/** Offsets per partition. */
export type PartitionOffsets = Map<number, bigint>;

export class ClusterConnection {
  readonly #cluster: WireCluster;

  /** End offsets are the last stable ones (committed transactions only) unless READ_UNCOMMITTED is asked for. */
  constructor(client: KafkaClient, isolationLevel: number = READ_UNCOMMITTED) {
    this.#cluster = createCluster(client.kafka, isolationLevel);
  }

  connect(): Promise<void> {
    return this.#cluster.connect();
  }

  close(): Promise<void> {
    return this.#cluster.disconnect();
  }

  /** To any broker that answers. */
  async sendToAny<T>(protocol: WireProtocol<T>): Promise<T> {
    const broker = await this.#cluster.brokerPool.findConnectedBroker();
    return broker.connectionPool.send(protocol);
  }

  /** Partitions by the node that leads them now. Throws TopicMissingError. */
  async leaders(topic: string): Promise<Map<string, number[]>> {
    const partitions = await this.#partitions(topic);
    return new Map(Object.entries(this.#cluster.findLeaderForPartitions(topic, partitions)));
  }

  broker(nodeId: string): Promise<WireBroker> {
    return this.#cluster.findBroker({ nodeId });
  }

  beginningOffsets(topic: string): Promise<PartitionOffsets> {
    return this.#offsets(topic, true);
  }

  endOffsets(topic: string): Promise<PartitionOffsets> {
    return this.#offsets(topic, false);
  }

  async #offsets(topic: string, fromBeginning: boolean): Promise<PartitionOffsets> {
    const partitions = (await this.#partitions(topic)).map((partition) => ({ partition }));
    const [found] = await this.#cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
    if (!found) throw new TopicMissingError(topic);
    return new Map(found.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  /** Asks anew each time: a leader may have moved, and a topic may have gone. */
  async #partitions(topic: string): Promise<number[]> {
    try {
      await this.#cluster.addMultipleTargetTopics([topic]);
      await this.#cluster.refreshMetadata();
    } catch (err) {
      if (brokerErrorType(err) === 'UNKNOWN_TOPIC_OR_PARTITION') throw new TopicMissingError(topic);
      throw err;
    }
    const partitions = this.#cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
    if (partitions.length === 0) throw new TopicMissingError(topic);
    return partitions.sort((a, b) => a - b);
  }
}
