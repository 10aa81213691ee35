/** Messages of our own worker on the same database: Debezium carries every message, ours leaves its own out. */
import { TRANSACTION_TOPIC, type CapturedRecord } from './captured-record.js';
import { isObject, memberOf, parseExactly, type Json } from './exact-json.js';

/** Begins the prefixes of our own logical messages. */
const OWN_PREFIX = '"vf.';

/** Debezium's records without our messages, and without what is told of a transaction that held nothing else. */
export function withoutOwnMessages(theirs: readonly CapturedRecord[]): readonly CapturedRecord[] {
  const own = theirs.filter(isOwnMessage);
  const counts = new Map<string, number>();
  for (const { value } of own) {
    const xid = xidOf(payloadOf(value, 'transaction', 'id'));
    if (xid !== undefined) counts.set(xid, (counts.get(xid) ?? 0) + 1);
  }
  const ends = theirs.filter(
    ({ topic, value }) => topic === TRANSACTION_TOPIC && payloadOf(value, 'status') === '"END"',
  );
  const emptied = new Set(
    ends.flatMap(({ value }) => {
      const xid = xidOf(payloadOf(value, 'id'));
      return xid !== undefined && payloadOf(value, 'event_count') === String(counts.get(xid)) ? [xid] : [];
    }),
  );
  return theirs.filter((record) => {
    if (isOwnMessage(record)) return false;
    const xid = record.topic === TRANSACTION_TOPIC ? xidOf(payloadOf(record.value, 'id')) : undefined;
    return xid === undefined || !emptied.has(xid);
  });
}

function isOwnMessage({ topic, key }: CapturedRecord): boolean {
  const prefix = topic === 'message' ? payloadOf(key, 'prefix') : undefined;
  return typeof prefix === 'string' && prefix.startsWith(OWN_PREFIX);
}

/** Of a transaction's id, `"xid:lsn"`. */
const xidOf = (id: Json | undefined) => (typeof id === 'string' ? /^"(\d+):/.exec(id)?.[1] : undefined);

function payloadOf(text: string | null, ...names: readonly string[]): Json | undefined {
  const json = parseExactly(text ?? 'null');
  const payload = memberOf(json, 'payload');
  return memberOf(isObject(payload) ? payload : json, ...names);
}
