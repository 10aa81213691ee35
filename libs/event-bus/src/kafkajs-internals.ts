/**
 * Everything we take from inside kafkajs 2.2.4, in one place with the types we rely on. The version is pinned exactly
 * and kafkajs-internals.test.ts fails when another one is installed: read the places named here before raising it.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
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
  readVarInt(): number;
  readVarLong(): Long;
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

/** One socket to a broker, and the requests that wait for an answer on it. */
interface WireConnection {
  readonly socket: Socket;
  readonly clientId: string;
  readonly requestQueue: {
    push(request: {
      entry: object;
      expectResponse: boolean;
      requestTimeout: number | null;
      sendRequest: () => void;
    }): void;
    maybeThrottle(throttleMs: number): void;
  };
  authenticate(): Promise<void>;
  failIfNotConnected(): void;
  nextCorrelationId(): number;
}

export interface WireBroker {
  readonly nodeId: number;
  readonly connectionPool: {
    send<T>(protocol: WireProtocol<T>): Promise<T>;
    getConnection(): Promise<WireConnection>;
  };
  initProducerId(request: {
    transactionalId: string | undefined;
    transactionTimeout: number;
  }): Promise<{ producerId: string; producerEpoch: number }>;
  addPartitionsToTxn(request: {
    transactionalId: string;
    producerId: string;
    producerEpoch: number;
    topics: { topic: string; partitions: number[] }[];
  }): Promise<unknown>;
  endTxn(request: {
    transactionalId: string;
    producerId: string;
    producerEpoch: number;
    /** True to commit. */
    transactionResult: boolean;
  }): Promise<unknown>;
}

/** What kafkajs calls the type of a coordinator. */
export const TRANSACTION_COORDINATOR = 1;

/** kafkajs's view of the brokers: connections, metadata and leaders. */
export interface WireCluster {
  readonly brokerPool: { findConnectedBroker(): Promise<WireBroker> };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findGroupCoordinator(options: { groupId: string; coordinatorType: number }): Promise<WireBroker>;
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
) => Promise<{
  lastOffsetDelta: number;
  producerId: Long;
  producerEpoch: number;
  firstSequence: number;
  records: WireMessage[];
}>;
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

/** What kafkajs's own connection.send writes before a body (request header, version 1). */
function requestHead(
  { apiKey, apiVersion }: { apiKey: number; apiVersion: number },
  correlationId: number,
  clientId: string,
  bodyBytes: number,
): Buffer {
  const name = Buffer.from(clientId);
  const head = Buffer.alloc(4 + 2 + 2 + 4 + 2 + name.length);
  head.writeInt32BE(head.length - 4 + bodyBytes);
  head.writeInt16BE(apiKey, 4);
  head.writeInt16BE(apiVersion, 6);
  head.writeInt32BE(correlationId, 8);
  head.writeInt16BE(name.length, 12);
  name.copy(head, 14);
  return head;
}

/**
 * Sends a request whose body is in pieces, and gives the raw answer. kafkajs's connection.send would copy the body three
 * times; this takes its connection and its queue (timeouts, throttling, matching of answers) and gives the pieces to the
 * socket as they are. They must stay unchanged until the answer; without one they may be read at any time later.
 */
export async function sendPieces(
  broker: WireBroker,
  request: { apiKey: number; apiVersion: number; apiName: string },
  body: readonly Buffer[],
): Promise<{ payload: Buffer; throttled: (ms: number) => void }> {
  const connection = await broker.connectionPool.getConnection();
  await connection.authenticate();
  connection.failIfNotConnected();
  const { socket, requestQueue } = connection;
  const correlationId = connection.nextCorrelationId();
  const bodyBytes = body.reduce((sum, piece) => sum + piece.length, 0);
  const head = requestHead(request, correlationId, connection.clientId, bodyBytes);
  const { payload } = await new Promise<{ payload: Buffer }>((resolve, reject) => {
    const sendRequest = () => {
      // Else the last part of a request may wait for the acknowledgement of the parts before it.
      socket.setNoDelay(true);
      socket.cork();
      socket.write(head);
      for (const piece of body) socket.write(piece);
      socket.uncork();
    };
    const entry = { ...request, correlationId, resolve, reject };
    requestQueue.push({ entry, expectResponse: true, requestTimeout: null, sendRequest });
  });
  return { payload, throttled: (ms) => requestQueue.maybeThrottle(ms) };
}

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
