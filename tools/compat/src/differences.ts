/** What two sides' records differ in: per topic and key, record by record, member by member. */
import type { CapturedRecord } from './captured-record.js';
import { isArray, isObject, memberOf, parseExactly, textOf, type Json } from './exact-json.js';

export interface Difference {
  readonly topic: string;
  /** Without its schema. */
  readonly key: string | null;
  /** Path of what differs: `value.after.amount`, `value schema.fields[0]`, `headers.x`; `record` when one side lacks it. */
  readonly at: string;
  /** JSON text; undefined: not there. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

type Found = Omit<Difference, 'topic' | 'key'>;

/** Differences of every key's history. Records of different keys may come in any order: Kafka promises none. */
export function differencesOf(ours: readonly CapturedRecord[], theirs: readonly CapturedRecord[]): Difference[] {
  const [left, right] = [histories(ours), histories(theirs)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((identity) => {
    const [a = [], b = []] = [left.get(identity), right.get(identity)];
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => compare(a[index], b[index])).flat();
  });
}

function histories(records: readonly CapturedRecord[]): Map<string, CapturedRecord[]> {
  const byKey = new Map<string, CapturedRecord[]>();
  for (const record of records) {
    const identity = JSON.stringify([record.topic, payloadText(record.key)]);
    const history = byKey.get(identity);
    if (history) history.push(record);
    else byKey.set(identity, [record]);
  }
  return byKey;
}

/** With schemas on, a key whose schema differs must still meet its counterpart. */
function payloadText(key: string | null): string | null {
  if (key === null) return null;
  const payload = memberOf(parseExactly(key), 'payload');
  return payload === undefined ? key : textOf(payload);
}

function compare(ours: CapturedRecord | undefined, theirs: CapturedRecord | undefined): Difference[] {
  const either = ours ?? theirs;
  const place = { topic: either?.topic ?? '', key: payloadText(either?.key ?? null) };
  const found: Found[] = [];
  if (!ours || !theirs) found.push({ at: 'record', ours: ours && summary(ours), theirs: theirs && summary(theirs) });
  else {
    compareTexts('key', ours.key, theirs.key, found);
    compareTexts('value', ours.value, theirs.value, found);
    walk('headers', headersOf(ours), headersOf(theirs), found);
  }
  return found.map((difference) => ({ ...place, ...difference }));
}

const summary = (record: CapturedRecord) => record.value ?? 'a tombstone';
const headersOf = ({ headers }: CapturedRecord): Json =>
  new Map(Object.entries(headers).map(([name, value]) => [name, JSON.stringify(value)]));

/** Every token is compared, and their order; what is left are spaces between them. */
function compareTexts(part: string, ours: string | null, theirs: string | null, found: Found[]): void {
  if (ours === theirs) return;
  const before = found.length;
  const [a, b] = [parseExactly(ours ?? 'null'), parseExactly(theirs ?? 'null')];
  const [ourPayload, theirPayload] = [memberOf(a, 'payload'), memberOf(b, 'payload')];
  if (ourPayload === undefined || theirPayload === undefined) walk(part, a, b, found);
  else {
    walk(part, ourPayload, theirPayload, found);
    walk(`${part} schema`, memberOf(a, 'schema') ?? 'null', memberOf(b, 'schema') ?? 'null', found);
  }
  if (found.length === before) found.push({ at: `${part} as text`, ours: ours ?? 'null', theirs: theirs ?? 'null' });
}

function walk(at: string, ours: Json, theirs: Json, found: Found[]): void {
  if (isObject(ours) && isObject(theirs)) walkObjects(at, ours, theirs, found);
  else if (isArray(ours) && isArray(theirs) && ours.length === theirs.length) {
    ours.forEach((item, index) => walk(`${at}[${index}]`, item, theirs[index] ?? 'null', found));
  } else {
    const [a, b] = [textOf(ours), textOf(theirs)];
    if (a !== b) found.push({ at, ours: a, theirs: b });
  }
}

type JsonObject = ReadonlyMap<string, Json>;

function walkObjects(at: string, ours: JsonObject, theirs: JsonObject, found: Found[]): void {
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(name), theirs.get(name)];
    if (a !== undefined && b !== undefined) walk(`${at}.${name}`, a, b, found);
    else found.push({ at: `${at}.${name}`, ours: a && textOf(a), theirs: b && textOf(b) });
  }
  const shared = (from: JsonObject, other: JsonObject) => JSON.stringify([...from.keys()].filter((n) => other.has(n)));
  const [a, b] = [shared(ours, theirs), shared(theirs, ours)];
  if (a !== b) found.push({ at: `${at} in order`, ours: a, theirs: b });
}
