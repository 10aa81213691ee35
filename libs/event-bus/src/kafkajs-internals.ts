/**
 * Everything we take from inside kafkajs 2.2.4, in one place with the types we rely on. The version is pinned exactly
 * and kafkajs-internals.test.ts fails when another one is installed: read the places named here before raising it.
 */
import { createRequire } from 'node:module';
import type { Batch, Kafka, KafkaMessage } from 'kafkajs';

const load = createRequire(import.meta.url);

export const KAFKAJS_VERSION = '2.2.4';
export const installedKafkajsVersion = (load('kafkajs/package.json') as { version: string }).version;

/** kafkajs's 64-bit integers print their digits. */
interface Long {
  toString(): string;
}

export interface WireDecoder {
  readonly buffer: Buffer;
  offset: number;
  readInt8(): number;
  readInt16(): number;
  readInt32(): number;
  readInt64(): Long;
  readString(): string;
  readBytes(length: number): Buffer;
  readArray<T>(read: (decoder: WireDecoder) => T): T[];
  readArrayAsync<T>(read: (decoder: WireDecoder) => Promise<T>): Promise<T[]>;
}

export type WireMessage = KafkaMessage & {
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
};

/** What connectionPool.send takes: how to write the request and how to read its answer. */
export interface WireProtocol<T> {
  readonly request: { apiKey: number; apiVersion: number; apiName: string; encode(): Promise<unknown> };
  readonly response: { decode(raw: Buffer): Promise<T>; parse(decoded: T): Promise<T> };
  readonly requestTimeout?: number;
  readonly logResponseError?: boolean;
}

export interface WireBroker {
  readonly nodeId: number;
  readonly connectionPool: { send<T>(protocol: WireProtocol<T>): Promise<T> };
}

/** kafkajs's view of the brokers: connections, metadata and leaders. */
export interface WireCluster {
  readonly brokerPool: { findConnectedBroker(): Promise<WireBroker> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  findBroker(options: { nodeId: string }): Promise<WireBroker>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]>;
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
}

export const READ_UNCOMMITTED = 0;
export const READ_COMMITTED = 1;

/** A cluster of our own with the client's settings; kafkajs keeps the factory under a private symbol. */
export function createCluster(kafka: Kafka, isolationLevel: number): WireCluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find((s) => s.description === 'private:Kafka:createCluster');
  const create = symbol && (kafka as unknown as Record<symbol, unknown>)[symbol];
  if (typeof create !== 'function')
    throw new Error('kafkajs has no cluster factory: its version is not the pinned one');
  return (create as (options: object) => WireCluster)({ allowAutoTopicCreation: false, isolationLevel });
}

/** Where the fetch that gave this batch began; may lie before its first record. Left out of kafkajs's types. */
export const fetchedOffsetOf = (batch: Batch) => BigInt((batch as Batch & { fetchedOffset: string }).fetchedOffset);

export const Encoder = load('kafkajs/src/protocol/encoder') as new () => { writeBuffer(bytes: Buffer): unknown };
export const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => WireDecoder;
/** The protocol's error of a code, with its name as `type`. */
export const { createErrorFromCode } = load('kafkajs/src/protocol/error') as {
  createErrorFromCode: (code: number) => Error;
};
export const decodeRecordBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: WireDecoder,
) => Promise<{ records: WireMessage[] }>;
export const filterAbortedMessages = load('kafkajs/src/consumer/filterAbortedMessages') as (options: {
  messages: WireMessage[];
  abortedTransactions: { producerId: string; firstOffset: string }[];
}) => WireMessage[];
export const fetchRequestV11 = load('kafkajs/src/protocol/requests/fetch/v11/request') as (options: {
  replicaId: number;
  maxWaitTime: number;
  minBytes: number;
  maxBytes: number;
  isolationLevel: number;
  topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
}) => WireProtocol<unknown>['request'];

interface RequestQueuePrototype {
  scheduleCheckPendingRequests(this: {
    pending: unknown[];
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
  }): void;
}

interface ConsumerGroupPrototype {
  recoverFromOffsetOutOfRange(err: Error): Promise<void>;
}

export const RequestQueue = load('kafkajs/src/network/requestQueue') as { prototype: RequestQueuePrototype };
export const ConsumerGroup = load('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroupPrototype };
