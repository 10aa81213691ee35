/**
 * Topic ids: what tells a topic from another one of the same name that was made after the first was deleted. kafkajs's
 * newest Metadata request (version 6) does not know them, so version 12 is written and read here (KIP-516, KIP-482).
 */
import type { ClusterConnection } from './cluster-connection.js';
import { Encoder, type WireProtocol } from './kafkajs-internals.js';

export interface TopicIdentity {
  /** Kafka's topic id, 32 hex digits. */
  readonly id: string;
  readonly partitions: number;
}

const METADATA = { apiKey: 3, apiVersion: 12, apiName: 'Metadata' };
const UUID_BYTES = 16;
const NO_TAGS = Buffer.from([0]);
/** UNKNOWN_TOPIC_OR_PARTITION, and LEADER_NOT_AVAILABLE while a topic is being made. */
const ABSENT_CODES: ReadonlySet<number> = new Set([3, 5]);

/** Ids and partition counts of those topics that exist. */
export async function fetchTopicIdentities(
  connection: ClusterConnection,
  topics: readonly string[],
): Promise<Map<string, TopicIdentity>> {
  return connection.sendToAny(metadataProtocol(topics));
}

function metadataProtocol(topics: readonly string[]): WireProtocol<Map<string, TopicIdentity>> {
  return {
    request: { ...METADATA, encode: () => Promise.resolve(new Encoder().writeBuffer(encodeMetadataRequest(topics))) },
    response: {
      decode: (raw) => Promise.resolve(decodeMetadataResponse(raw)),
      parse: (decoded) => Promise.resolve(decoded),
    },
  };
}

/**
 * kafkajs writes request header version 1; version 2 only adds a tagged-fields section after the client id, so the body
 * begins with that section, empty.
 */
export function encodeMetadataRequest(topics: readonly string[]): Buffer {
  const parts = [NO_TAGS, unsignedVarint(topics.length + 1)];
  for (const topic of topics) {
    const name = Buffer.from(topic, 'utf8');
    parts.push(Buffer.alloc(UUID_BYTES), unsignedVarint(name.length + 1), name, NO_TAGS);
  }
  const allowAutoTopicCreation = Buffer.from([0]);
  const includeAuthorizedOperations = Buffer.from([0]);
  return Buffer.concat([...parts, allowAutoTopicCreation, includeAuthorizedOperations, NO_TAGS]);
}

/** After the correlation id (response header version 1: a tagged-fields section comes first). */
export function decodeMetadataResponse(raw: Buffer): Map<string, TopicIdentity> {
  const reader = new CompactReader(raw);
  reader.tags();
  reader.skip(4); // throttle time
  reader.array(() => skipBroker(reader));
  reader.text(); // cluster id
  reader.skip(4); // controller id
  const found = new Map<string, TopicIdentity>();
  reader.array(() => readTopic(reader, found));
  return found;
}

function skipBroker(reader: CompactReader): void {
  reader.skip(4);
  reader.text();
  reader.skip(4);
  reader.text();
  reader.tags();
}

function readTopic(reader: CompactReader, found: Map<string, TopicIdentity>): void {
  const errorCode = reader.int16();
  const name = reader.text() ?? '';
  const id = reader.bytes(UUID_BYTES).toString('hex');
  reader.skip(1); // is internal
  const partitions = reader.array(() => {
    reader.skip(2 + 4 + 4 + 4); // error, partition, leader, leader epoch
    for (let list = 0; list < 3; list += 1) reader.array(() => reader.skip(4)); // replicas, in sync, offline
    reader.tags();
  });
  reader.skip(4); // authorized operations
  reader.tags();
  if (errorCode === 0) found.set(name, { id, partitions });
  else if (!ABSENT_CODES.has(errorCode)) throw new Error(`metadata of topic ${name}: error code ${errorCode}`);
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** Reads Kafka's compact encoding (KIP-482): lengths are unsigned varints of n + 1, 0 means null. */
class CompactReader {
  #at = 0;

  constructor(private readonly raw: Buffer) {}

  skip(count: number): void {
    this.#at += count;
  }

  bytes(count: number): Buffer {
    const part = this.raw.subarray(this.#at, this.#at + count);
    if (part.length < count) throw new RangeError('metadata answer is shorter than it says');
    this.#at += count;
    return part;
  }

  int16(): number {
    return this.bytes(2).readInt16BE();
  }

  text(): string | null {
    const length = this.#varint();
    return length === 0 ? null : this.bytes(length - 1).toString('utf8');
  }

  /** Calls `each` for every element and gives back how many there were. */
  array(each: () => void): number {
    const count = Math.max(0, this.#varint() - 1);
    for (let i = 0; i < count; i += 1) each();
    return count;
  }

  tags(): void {
    for (let left = this.#varint(); left > 0; left -= 1) {
      this.#varint();
      this.skip(this.#varint());
    }
  }

  #varint(): number {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes(1).readUInt8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}
