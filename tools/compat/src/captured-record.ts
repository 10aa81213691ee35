import { isArray, isObject, memberOf, parseExactly, textOf, withMember, type Json } from './exact-json.js';

/** A record as either side wrote it, in the form that both are compared in. */
export interface CapturedRecord {
  /** Without the prefix. */
  readonly topic: string;
  readonly key: string | null;
  /** null: a tombstone. */
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

interface WrittenRecord {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Stands for each side's own topic prefix, which also appears inside of values and schema names. */
const PREFIX = '<prefix>';
const CLOCK = '<clock>';
/** `source.version`, and when a change was processed: the members that close an envelope. */
const VERSION = /"version":"[^"]*"(?=,"connector")/g;
const PROCESSED = /(?<="op":"[a-z]"),"ts_ms":\d+,"ts_us":\d+,"ts_ns":\d+(?=\}+$)/;
/** A message has its own place for the time of processing. */
const MESSAGE_PROCESSED = /(?<="op":"m"),"ts_ms":\d{13}\b/;
/** A lone message has no commit: its time is when it was seen. */
const LONE_MESSAGE = /"txId":null/;
/** Also by their digits in this century and the next: milliseconds in the place of microseconds are seen. */
const TIMES = /"(ts_ms":\d{13}|ts_us":\d{16}|ts_ns":\d{19})\b/g;
/**
 * A row of a snapshot was read, not changed: its time and position are those of the reading, and Debezium's transaction is
 * that which read.
 */
const SNAPSHOT_SOURCE = /"source":\{[^{}]*\}(?=.*"op":"r")/s;
const SNAPSHOT_POSITION = /(?<="lsn":)\d+/;
const SNAPSHOT_SEQUENCE = /(?<="sequence":"\[null,\\")\d+/;
const SNAPSHOT_TRANSACTION = /(?<="txId":)\d+/;
export const TRANSACTION_TOPIC = 'transaction';
/** Debezium names the collection of a logical message by the identity of the object that stands for it. */
const JAVA_IDENTITY = /^"[\w.$]+@[0-9a-f]+"$/;
const MESSAGE_COLLECTION = '"LOGICAL_DECODING_MESSAGE"';
const RUN_ID_HEADER = '__debezium.context.runId';

/** Partition, offset and time of the append are left out: what is compared is each key's history. */
export function comparable(record: WrittenRecord, prefix: string): CapturedRecord {
  const text = (bytes: Buffer | null) => bytes && withoutClocks(bytes.toString('utf8').replaceAll(prefix, PREFIX));
  const topic = record.topic.slice(prefix.length + 1);
  const value = text(record.value);
  return {
    topic,
    key: text(record.key),
    value: topic === TRANSACTION_TOPIC && value !== null ? textOf(withCollectionsAsSet(parseExactly(value))) : value,
    headers: Object.fromEntries(
      Object.entries(record.headers)
        .map(([name, value]) => [name, name === RUN_ID_HEADER ? CLOCK : value.replaceAll(prefix, PREFIX)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

function withoutClocks(text: string): string {
  const timeless = text
    .replace(VERSION, '"version":"<version>"')
    .replace(PROCESSED, clocksFor)
    .replace(MESSAGE_PROCESSED, clocksFor)
    .replace(SNAPSHOT_SOURCE, withoutReading);
  return LONE_MESSAGE.test(timeless) ? clocksFor(timeless) : timeless;
}

const clocksFor = (text: string) => text.replace(TIMES, (member) => member.replace(/\d+$/, `"${CLOCK}"`));

const withoutReading = (source: string) =>
  clocksFor(source)
    .replace(SNAPSHOT_TRANSACTION, '"<snapshot transaction>"')
    .replace(SNAPSHOT_POSITION, '"<snapshot lsn>"')
    .replace(SNAPSHOT_SEQUENCE, '<snapshot lsn>');

/**
 * What a transaction's end counts, by name: Debezium lists collections in the order of a hash map, and each logical message
 * as one of its own.
 */
function withCollectionsAsSet(json: Json): Json {
  if (!isObject(json)) return json;
  const payload = json.get('payload');
  if (payload !== undefined) return withMember(json, 'payload', withCollectionsAsSet(payload));
  const collections = json.get('data_collections');
  if (!isArray(collections)) return json;
  const counts = new Map<string, number>();
  for (const collection of collections) {
    const found = memberOf(collection, 'data_collection');
    const text = found === undefined ? 'null' : textOf(found);
    const name = JAVA_IDENTITY.test(text) ? MESSAGE_COLLECTION : text;
    counts.set(name, (counts.get(name) ?? 0) + Number(memberOf(collection, 'event_count')));
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return withMember(
    json,
    'data_collections',
    sorted.map(
      ([name, count]) =>
        new Map([
          ['data_collection', name],
          ['event_count', String(count)],
        ]),
    ),
  );
}
