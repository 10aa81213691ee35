/**
 * A Fetch request of our own, whose answer keeps what kafkajs's throws away: where the last record batch ends. Without
 * it a reader of a compacted topic cannot get past batches that compaction has emptied (kafkajs issues 562 and 1072).
 */
import {
  Decoder,
  READ_COMMITTED,
  type WireBroker,
  type WireDecoder,
  type WireMessage,
  createErrorFromCode,
  decodeRecordBatch,
  fetchRequestV11,
  filterAbortedMessages,
} from './kafkajs-internals.js';

export interface FetchedPartition {
  readonly partition: number;
  readonly messages: WireMessage[];
  /** The offset after the last batch in the answer; undefined when there was none. */
  readonly nextOffset: bigint | undefined;
}

const MAX_WAIT_MS = 250;
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PARTITION_BYTES = 4 * 1024 * 1024;
const ANY_REPLICA = -1;
/** Base offset, length. */
const BATCH_PREFIX_BYTES = 12;
/** Offset of lastOffsetDelta in a record batch: base offset, length, leader epoch, magic, crc, attributes. */
const LAST_OFFSET_DELTA_AT = 8 + 4 + 4 + 1 + 4 + 2;
const BATCH_HEADER_BYTES = 61;

/** Committed records of the partitions from the given offsets on, as many as one answer holds. */
export async function fetchPartitions(
  broker: WireBroker,
  topic: string,
  from: ReadonlyMap<number, bigint>,
): Promise<FetchedPartition[]> {
  const partitions = [...from].map(([partition, offset]) => ({
    partition,
    fetchOffset: offset.toString(),
    maxBytes: MAX_PARTITION_BYTES,
  }));
  return broker.connectionPool.send({
    request: fetchRequestV11({
      replicaId: ANY_REPLICA,
      maxWaitTime: MAX_WAIT_MS,
      minBytes: 1,
      maxBytes: MAX_BYTES,
      isolationLevel: READ_COMMITTED,
      topics: [{ topic, partitions }],
    }),
    response: { decode: decodeFetchResponse, parse: (decoded) => Promise.resolve(decoded) },
  });
}

/** Fetch response, version 11. Throws the protocol's error of the first partition that has one. */
async function decodeFetchResponse(raw: Buffer): Promise<FetchedPartition[]> {
  const decoder = new Decoder(raw);
  decoder.readInt32(); // throttle time
  const errorCode = decoder.readInt16();
  if (errorCode !== 0) throw createErrorFromCode(errorCode);
  decoder.readInt32(); // session id
  const topics = await decoder.readArrayAsync((topic) => {
    topic.readString();
    return topic.readArrayAsync(decodePartition);
  });
  return topics.flat();
}

async function decodePartition(decoder: WireDecoder): Promise<FetchedPartition> {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  for (let i = 0; i < 3; i += 1) decoder.readInt64(); // high watermark, last stable offset, log start
  const abortedTransactions = decoder.readArray((aborted) => ({
    producerId: aborted.readInt64().toString(),
    firstOffset: aborted.readInt64().toString(),
  }));
  decoder.readInt32(); // preferred read replica
  const size = decoder.readInt32();
  const bytes = size > 0 ? decoder.readBytes(size) : Buffer.alloc(0);
  if (errorCode !== 0) throw createErrorFromCode(errorCode);
  const { messages, nextOffset } = await decodeBatches(bytes);
  const committed = filterAbortedMessages({ messages, abortedTransactions });
  return { partition, messages: committed.filter(({ isControlRecord }) => !isControlRecord), nextOffset };
}

/** Whole record batches, emptied ones included; the last one of an answer may be cut off and is left for the next. */
export async function decodeBatches(
  bytes: Buffer,
): Promise<{ messages: WireMessage[]; nextOffset: bigint | undefined }> {
  const messages: WireMessage[] = [];
  let nextOffset: bigint | undefined;
  for (let at = 0; at + BATCH_HEADER_BYTES <= bytes.length;) {
    const end = at + BATCH_PREFIX_BYTES + bytes.readInt32BE(at + 8);
    if (end > bytes.length) break;
    const batch = await decodeRecordBatch(new Decoder(bytes.subarray(at, end)));
    messages.push(...batch.records);
    nextOffset = bytes.readBigInt64BE(at) + BigInt(bytes.readInt32BE(at + LAST_OFFSET_DELTA_AT)) + 1n;
    at = end;
  }
  return { messages, nextOffset };
}
