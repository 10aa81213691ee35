/**
 * What differs from run to run (log positions, transaction ids, times, the database's name) by names that do not. Which
 * records are of one transaction, and that positions rise, stays to be compared.
 */
import { TRANSACTION_TOPIC, type CapturedRecord } from './captured-record.js';
import { isObject, memberOf, parseExactly, textOf, scalarOf, withMember, type Json } from './exact-json.js';
import { nameRunValues, sequenceOf, SEQUENCE_PART, transactionId, type RunNames } from './run-names.js';

type JsonObject = ReadonlyMap<string, Json>;

/**
 * The records with `<arrays change 12>`, `<arrays end 3>` and `<arrays begin 3>` of transactions, `<arrays transaction 3>` and
 * `<arrays time 3>` instead. What has no name stays as it is, and differs.
 */
export function withoutRunValues(records: readonly CapturedRecord[]): CapturedRecord[] {
  const parsed = records.map((record) => ({ record, key: parsedText(record.key), value: parsedText(record.value) }));
  const names = nameRunValues(parsed.map(({ record, value }) => ({ topic: record.topic, payload: payloadOf(value) })));
  const shown = (topic: string, json: Json | null) =>
    json && textOf(withPayload(json, (it) => replace(topic, it, names)));
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

function replace(topic: string, payload: JsonObject, names: RunNames): Json {
  if (topic === TRANSACTION_TOPIC) return replaceTransaction(payload, names);
  const [source, block] = [payload.get('source'), payload.get('transaction')];
  if (!isObject(source)) return payload;
  const withSource = withMember(payload, 'source', replaceSource(source, names));
  if (!isObject(block)) return withSource;
  const { xid, lsn } = transactionId(block);
  const id = `"${xidShown(xid, names)}:${shownAs(names.changes, lsn)}"`;
  return withMember(withSource, 'transaction', withMember(block, 'id', id));
}

const shownAs = (names: ReadonlyMap<string, string>, value: string) => names.get(value) ?? value;
const xidShown = (xid: string, { transactions }: RunNames) => shownAs(transactions, xid);

/** Key or value of a BEGIN or an END. */
function replaceTransaction(payload: JsonObject, names: RunNames): Json {
  const { xid, lsn } = transactionId(payload);
  const position = names.begins.get(`${xid}:${lsn}`) ?? shownAs(names.ends, lsn);
  const replaced = withMember(payload, 'id', `"${xidShown(xid, names)}:${position}"`);
  const us = names.commitUs.get(xid);
  const isCommit = us !== undefined && String(BigInt(us) / US_PER_MS) === payload.get('ts_ms');
  return isCommit ? withMember(replaced, 'ts_ms', timeShown(us, names)) : replaced;
}

const US_PER_MS = 1_000n;
const NS_PER_US = 1_000n;
const timeShown = (us: string, { times }: RunNames) => `"${shownAs(times, us)}"`;

function replaceSource(source: JsonObject, names: RunNames): JsonObject {
  const replaced = new Map(source).set('db', '"<database>"');
  const parts = sequenceOf(source);
  const shownParts = parts.map((lsn, index) =>
    index < parts.length - 1 ? shownAs(names.ends, lsn) : shownAs(names.changes, lsn),
  );
  const sequence = scalarOf(source, 'sequence').replace(SEQUENCE_PART, () => `\\"${shownParts.shift() ?? ''}\\"`);
  replaced.set('sequence', sequence);
  for (const [name, known] of [
    ['lsn', names.changes],
    ['txId', names.transactions],
  ] as const) {
    const shown = known.get(scalarOf(source, name));
    if (shown !== undefined) replaced.set(name, `"${shown}"`);
  }
  if (!isOneTime(source)) return replaced;
  const time = timeShown(scalarOf(source, 'ts_us'), names);
  return replaced.set('ts_ms', time).set('ts_us', time).set('ts_ns', time);
}

const DIGITS = /^\d+$/;

/** Milliseconds and nanoseconds are those of the microseconds; else all stay and are seen. */
function isOneTime(source: JsonObject): boolean {
  const [ms = '', us = '', ns = ''] = ['ts_ms', 'ts_us', 'ts_ns'].map((name) => scalarOf(source, name));
  return DIGITS.test(us) && ms === String(BigInt(us) / US_PER_MS) && ns === String(BigInt(us) * NS_PER_US);
}
