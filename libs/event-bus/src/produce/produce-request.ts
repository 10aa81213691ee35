/** Kafka's Produce request, version 7, around batches that are bytes already; and its answer. */
import type { RecordBatch } from './record-batch.js';
import { Decoder } from '../kafkajs-internals.js';

export const PRODUCE = { apiKey: 0, apiVersion: 7, apiName: 'Produce' } as const;

/** Acknowledged by all in-sync replicas. */
const ACKS_ALL = -1;
const NULL_LENGTH = -1;
const INT16 = 2;
const INT32 = 4;

export interface ProduceRequest {
  /** Sealed; at most one of a partition. */
  readonly batches: readonly RecordBatch[];
  readonly transactionalId: string | undefined;
  /** How long the broker may wait for its replicas. */
  readonly timeoutMs: number;
}

/** What the broker said about one partition. */
export interface PartitionAnswer {
  readonly topic: string;
  readonly partition: number;
  /** 0: stored. */
  readonly errorCode: number;
  /** Offset of the first record. */
  readonly baseOffset: bigint;
}

/**
 * The request's body as pieces to be written one after the other; the batches' own memory is among them, so nothing is
 * copied. `transactional_id acks timeout [topic [partition records]]`.
 */
export function encodeProduceRequest(request: ProduceRequest): Buffer[] {
  const byTopic = Map.groupBy(request.batches, ({ topic }) => topic);
  const transactionalId = Buffer.from(request.transactionalId ?? '');
  const start = Buffer.alloc(INT16 + transactionalId.length + INT16 + INT32 + INT32);
  let at = start.writeInt16BE(request.transactionalId === undefined ? NULL_LENGTH : transactionalId.length);
  at += transactionalId.copy(start, at);
  at = start.writeInt16BE(ACKS_ALL, at);
  at = start.writeInt32BE(request.timeoutMs, at);
  start.writeInt32BE(byTopic.size, at);
  return [
    start,
    ...[...byTopic].flatMap(([topic, batches]) => [topicHead(topic, batches.length), ...batches.flatMap(framed)]),
  ];
}

function topicHead(topic: string, partitions: number): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(INT16 + name.length + INT32);
  head.writeInt16BE(name.length);
  name.copy(head, INT16);
  head.writeInt32BE(partitions, INT16 + name.length);
  return head;
}

function framed(batch: RecordBatch): Buffer[] {
  const head = Buffer.alloc(INT32 + INT32);
  head.writeInt32BE(batch.partition);
  head.writeInt32BE(batch.bytes, INT32);
  return [head, ...batch.pieces()];
}

/** `[topic [partition error_code base_offset log_append_time log_start_offset]] throttle_time`. */
export function decodeProduceAnswer(raw: Buffer): { answers: PartitionAnswer[]; throttleMs: number } {
  const decoder = new Decoder(raw);
  const answers = decoder
    .readArray((ofTopic) => {
      const topic = ofTopic.readString();
      return ofTopic.readArray((ofPartition) => {
        const answer = {
          topic,
          partition: ofPartition.readInt32(),
          errorCode: ofPartition.readInt16(),
          baseOffset: BigInt(ofPartition.readInt64().toString()),
        };
        ofPartition.readInt64(); // log append time
        ofPartition.readInt64(); // log start offset
        return answer;
      });
    })
    .flat();
  return { answers, throttleMs: decoder.readInt32() };
}
