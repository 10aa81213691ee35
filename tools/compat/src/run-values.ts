/**
 * What differs from run to run (log positions, transaction ids, times, the database's name), numbered by its order. Which
 * records are of one transaction, and that positions rise, stays to be compared.
 */
import { TRANSACTION_TOPIC, type CapturedRecord } from './captured-record.js';
import { isObject, memberOf, parseExactly, textOf, withMember, type Json } from './exact-json.js';
import { numberRunValues, sequenceOf, SEQUENCE_PART, transactionId, type RunNumbers } from './run-numbers.js';

type JsonObject = ReadonlyMap<string, Json>;

/**
 * The records with numbers instead: `<change 12>`, `<end 3>` and `<begin 3>` of transactions, `<transaction 3>`, `<time 3>`.
 * What has no number stays as it is, and differs.
 */
export function withoutRunValues(records: readonly CapturedRecord[]): CapturedRecord[] {
  const parsed = records.map((record) => ({ record, key: parsedText(record.key), value: parsedText(record.value) }));
  const numbers = numberRunValues(
    parsed.map(({ record, value }) => ({ topic: record.topic, payload: payloadOf(value) })),
  );
  const shown = (topic: string, json: Json | null) =>
    json && textOf(withPayload(json, (it) => replace(topic, it, numbers)));
  return parsed.map(({ record, key, value }) => ({
    ...record,
    key: shown(record.topic, key),
    value: shown(record.topic, value),
  }));
}

const parsedText = (text: string | null) => (text === null ? null : parseExactly(text));

function payloadOf(json: Json | null): Json {
  const payload = json === null ? undefined : memberOf(json, 'payload');
  return payload ?? json ?? 'null';
}

function withPayload(json: Json, replaced: (payload: JsonObject) => Json): Json {
  if (!isObject(json)) return json;
  const payload = json.get('payload');
  return isObject(payload) ? withMember(json, 'payload', replaced(payload)) : replaced(json);
}

function replace(topic: string, payload: JsonObject, numbers: RunNumbers): Json {
  if (topic === TRANSACTION_TOPIC) return replaceTransaction(payload, numbers);
  const [source, block] = [payload.get('source'), payload.get('transaction')];
  if (!isObject(source)) return payload;
  const withSource = withMember(payload, 'source', replaceSource(source, numbers));
  if (!isObject(block)) return withSource;
  const { xid, lsn } = transactionId(block);
  const id = `"${xidShown(xid, numbers)}:${shownAs('change', numbers.changes, lsn)}"`;
  return withMember(withSource, 'transaction', withMember(block, 'id', id));
}

const shownAs = (kind: string, known: ReadonlyMap<string, number>, value: string) =>
  known.has(value) ? `<${kind} ${String(known.get(value))}>` : value;
const xidShown = (xid: string, { transactions }: RunNumbers) => shownAs('transaction', transactions, xid);

/** Key or value of a BEGIN or an END. */
function replaceTransaction(payload: JsonObject, numbers: RunNumbers): Json {
  const { xid, lsn } = transactionId(payload);
  const begin = numbers.begins.get(`${xid}:${lsn}`);
  const position = begin === undefined ? shownAs('end', numbers.ends, lsn) : `<begin ${String(begin)}>`;
  const replaced = withMember(payload, 'id', `"${xidShown(xid, numbers)}:${position}"`);
  const us = numbers.commitUs.get(xid);
  const isCommit = us !== undefined && String(BigInt(us) / US_PER_MS) === payload.get('ts_ms');
  return isCommit ? withMember(replaced, 'ts_ms', timeShown(us, numbers)) : replaced;
}

const US_PER_MS = 1_000n;
const NS_PER_US = 1_000n;
const timeShown = (us: string, { times }: RunNumbers) => `"${shownAs('time', times, us)}"`;

function replaceSource(source: JsonObject, numbers: RunNumbers): JsonObject {
  const replaced = new Map(source).set('db', '"<database>"');
  const parts = sequenceOf(source);
  const shownParts = parts.map((lsn, index) =>
    index < parts.length - 1 ? shownAs('end', numbers.ends, lsn) : shownAs('change', numbers.changes, lsn),
  );
  const sequence = String(source.get('sequence')).replace(SEQUENCE_PART, () => `\\"${shownParts.shift() ?? ''}\\"`);
  replaced.set('sequence', sequence);
  for (const [name, kind, known] of [
    ['lsn', 'change', numbers.changes],
    ['txId', 'transaction', numbers.transactions],
  ] as const) {
    const value = String(source.get(name));
    if (known.has(value)) replaced.set(name, `"${shownAs(kind, known, value)}"`);
  }
  if (!isOneTime(source)) return replaced;
  const time = timeShown(String(source.get('ts_us')), numbers);
  return replaced.set('ts_ms', time).set('ts_us', time).set('ts_ns', time);
}

const DIGITS = /^\d+$/;

/** Milliseconds and nanoseconds are those of the microseconds; else all stay and are seen. */
function isOneTime(source: JsonObject): boolean {
  const [ms = '', us = '', ns = ''] = ['ts_ms', 'ts_us', 'ts_ns'].map((name) => String(source.get(name)));
  return DIGITS.test(us) && ms === String(BigInt(us) / US_PER_MS) && ns === String(BigInt(us) * NS_PER_US);
}
