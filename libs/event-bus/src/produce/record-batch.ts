/**
 * One partition's records in Kafka's batch format (version 2, org.apache.kafka.common.record.DefaultRecordBatch),
 * written straight into pooled memory: a record is copied once, here, and the same bytes go to the socket.
 */
import { crc32c } from '@node-rs/crc32';
import type { PublishRecord } from '../publish-record.js';
import { headersSize, writeHeaders } from './record-headers.js';
import type { SegmentPool } from './segment-pool.js';
import { varintSize, varlongSize, writeVarint, writeVarlong } from './varint.js';

/** Who wrote a batch, and where in the partition's sequence it stands: by this the broker drops repetitions. */
export interface ProducerStamp {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** Sequence number of the batch's first record. */
  readonly baseSequence: number;
  /** Part of a Kafka transaction: readers of committed records wait for its end. */
  readonly transactional: boolean;
}

/** Where the fields of the batch header lie. */
const AT = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  count: 57,
} as const;
export const BATCH_HEADER_BYTES = 61;
/** `length` counts what follows it. */
const COUNTED_FROM = AT.leaderEpoch;
const MAGIC = 2;
const NO_LEADER_EPOCH = -1;
const TRANSACTIONAL = 0x10;
const NULL_LENGTH = -1;
const ATTRIBUTES_BYTES = 1;
const SHORT_COPY_BYTES = 32;

export class RecordBatch {
  /** Filled segments, and the one being filled. */
  readonly #segments: Buffer[] = [];
  readonly #used: number[] = [];
  #bytes = BATCH_HEADER_BYTES;
  #count = 0;
  #baseTimestamp = 0;
  #maxTimestamp = 0;
  /** A request with these bytes went unanswered: its socket may still hold them. */
  #mayBeRead = false;

  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly pool: SegmentPool,
  ) {}

  /** On the wire, header included. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Copies the record in; its buffers are free again afterwards. Gives false, and takes nothing, when the batch would be
   * larger than `maxBytes`.
   */
  append(record: PublishRecord, maxBytes = Infinity): boolean {
    const { key, value } = record;
    const timestamp = record.timestampMs ?? Date.now();
    const timestampDelta = this.#count === 0 ? 0 : timestamp - this.#baseTimestamp;
    const body =
      ATTRIBUTES_BYTES +
      varlongSize(timestampDelta) +
      varintSize(this.#count) +
      fieldSize(key) +
      fieldSize(value) +
      headersSize(record.headers);
    const bytes = varintSize(body) + body;
    if (this.#bytes + bytes > maxBytes) return false;
    if (this.#count === 0) this.#begin(timestamp);
    const [target, start] = this.#room(bytes);
    let at = writeVarint(target, start, body);
    target[at] = 0; // attributes, none defined
    at = writeVarlong(target, at + 1, timestampDelta);
    at = writeVarint(target, at, this.#count);
    at = writeBytes(target, at, key);
    at = writeBytes(target, at, value);
    writeHeaders(target, at, record.headers);
    this.#used[this.#used.length - 1] = start + bytes;
    this.#bytes += bytes;
    this.#count += 1;
    if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    return true;
  }

  /** Writes the header. May be done again with another stamp; the records stay as they are. */
  seal(stamp: ProducerStamp): void {
    const [header] = this.#segments;
    if (!header) throw new RangeError('an empty batch was sealed');
    header.writeBigInt64BE(0n, AT.baseOffset);
    header.writeInt32BE(this.#bytes - COUNTED_FROM, AT.length);
    header.writeInt32BE(NO_LEADER_EPOCH, AT.leaderEpoch);
    header.writeInt8(MAGIC, AT.magic);
    header.writeInt16BE(stamp.transactional ? TRANSACTIONAL : 0, AT.attributes);
    header.writeInt32BE(this.#count - 1, AT.lastOffsetDelta);
    header.writeBigInt64BE(BigInt(this.#baseTimestamp), AT.baseTimestamp);
    header.writeBigInt64BE(BigInt(this.#maxTimestamp), AT.maxTimestamp);
    header.writeBigInt64BE(stamp.producerId, AT.producerId);
    header.writeInt16BE(stamp.producerEpoch, AT.producerEpoch);
    header.writeInt32BE(stamp.baseSequence, AT.baseSequence);
    header.writeInt32BE(this.#count, AT.count);
    header.writeUInt32BE(this.#checksum() >>> 0, AT.crc);
  }

  /** The batch as it goes over the wire, after `seal`. Views, no copies: valid until `release`. */
  pieces(): Buffer[] {
    return this.#segments.map((segment, index) => segment.subarray(0, this.#used[index]));
  }

  /** To be called when a request with this batch has failed without an answer: its memory is then not used again. */
  leftUnanswered(): void {
    this.#mayBeRead = true;
  }

  /** Gives the memory back. */
  release(): void {
    for (const segment of this.#segments) if (!this.#mayBeRead) this.pool.give(segment);
    this.#segments.length = 0;
  }

  #begin(timestamp: number): void {
    this.#segments.push(this.pool.take(BATCH_HEADER_BYTES));
    this.#used.push(BATCH_HEADER_BYTES);
    this.#baseTimestamp = timestamp;
    this.#maxTimestamp = timestamp;
  }

  /** The segment that takes so many bytes, and the place in it. A record is never spread over two. */
  #room(bytes: number): [Buffer, number] {
    const last = this.#segments.length - 1;
    const segment = this.#segments[last] as Buffer;
    const used = this.#used[last] as number;
    if (used + bytes <= segment.length) return [segment, used];
    const next = this.pool.take(bytes);
    this.#segments.push(next);
    this.#used.push(0);
    return [next, 0];
  }

  /** Over everything after the checksum itself. */
  #checksum(): number {
    let checksum = 0;
    this.#segments.forEach((segment, index) => {
      checksum = crc32c(segment.subarray(index === 0 ? AT.attributes : 0, this.#used[index]), checksum);
    });
    return checksum;
  }
}

/** Bytes of a key or value with its length before it. */
function fieldSize(bytes: Buffer | null): number {
  return bytes ? varintSize(bytes.length) + bytes.length : varintSize(NULL_LENGTH);
}

function writeBytes(target: Buffer, at: number, bytes: Buffer | null): number {
  if (!bytes) return writeVarint(target, at, NULL_LENGTH);
  const start = writeVarint(target, at, bytes.length);
  // A call into the engine's copy costs more than a short loop.
  if (bytes.length > SHORT_COPY_BYTES) bytes.copy(target, start);
  else for (let index = 0; index < bytes.length; index += 1) target[start + index] = bytes[index] as number;
  return start + bytes.length;
}
