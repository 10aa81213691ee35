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
const PROCESSED = /(?<="op":"[a-z]"),"ts_ms":\d+(,"ts_us":\d+,"ts_ns":\d+)?(?=\}+$)/;
/** A message has its own place for the time of processing. */
const MESSAGE_PROCESSED = /(?<="op":"m"),"ts_ms":\d+/;
/** A lone message has no commit: its time is when it was seen. */
const LONE_MESSAGE = /"txId":null/;
const SOURCE_TIMES = /"(ts_ms|ts_us|ts_ns)":\d+/g;
const RUN_ID_HEADER = '__debezium.context.runId';

/** Partition, offset and time of the append are left out: what is compared is each key's history. */
export function comparable(record: WrittenRecord, prefix: string): CapturedRecord {
  const text = (bytes: Buffer | null) => bytes && withoutClocks(bytes.toString('utf8').replaceAll(prefix, PREFIX));
  return {
    topic: record.topic.slice(prefix.length + 1),
    key: text(record.key),
    value: text(record.value),
    headers: Object.fromEntries(
      Object.entries(record.headers)
        .map(([name, value]) => [name, name === RUN_ID_HEADER ? CLOCK : value.replaceAll(prefix, PREFIX)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

function withoutClocks(text: string): string {
  const timeless = text.replace(VERSION, '"version":"<version>"').replace(PROCESSED, '').replace(MESSAGE_PROCESSED, '');
  return LONE_MESSAGE.test(timeless) ? timeless.replace(SOURCE_TIMES, `"$1":"${CLOCK}"`) : timeless;
}
