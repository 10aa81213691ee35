/** What two sides' records differ in: per topic and key, record by record, member by member. */
import type { CapturedRecord } from './captured-record.js';

export interface Difference {
  readonly topic: string;
  readonly key: string | null;
  /** Path of what differs, such as `value.payload.after.amount`, `headers.x`, or `record` when one side lacks it. */
  readonly at: string;
  /** JSON text; undefined: not there. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

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
    byKey.set(identity, [...(byKey.get(identity) ?? []), record]);
  }
  return byKey;
}

/** With schemas on, a key whose schema differs must still meet its counterpart. */
function payloadText(key: string | null): string | null {
  const parsed = key === null ? null : exactJson(key);
  return parsed instanceof Map && parsed.has('payload') ? jsonText(parsed.get('payload')) : key;
}

function compare(ours: CapturedRecord | undefined, theirs: CapturedRecord | undefined): Difference[] {
  const place = { topic: (ours ?? theirs)?.topic ?? '', key: (ours ?? theirs)?.key ?? null };
  if (!ours || !theirs) {
    return [{ ...place, at: 'record', ours: ours && summary(ours), theirs: theirs && summary(theirs) }];
  }
  const found: Omit<Difference, 'topic' | 'key'>[] = [];
  for (const part of ['key', 'value'] as const) {
    if (ours[part] === theirs[part]) continue;
    const before = found.length;
    walk(part, parse(ours[part]), parse(theirs[part]), found);
    // The same JSON, spelt differently: members in another order, or a number in another form.
    if (found.length === before) {
      found.push({ at: `${part} as text`, ours: ours[part] ?? 'null', theirs: theirs[part] ?? 'null' });
    }
  }
  walk('headers', new Map(Object.entries(ours.headers)), new Map(Object.entries(theirs.headers)), found);
  return found.map((difference) => ({ ...place, ...difference }));
}

const parse = (text: string | null): Json => (text === null ? null : exactJson(text));
const summary = (record: CapturedRecord) => record.value ?? 'a tombstone';

/** Objects as maps, because a member's order and its absence are both looked at; numbers as they are spelt. */
type Json = null | boolean | string | SpeltNumber | Json[] | Map<string, Json>;

class SpeltNumber {
  constructor(readonly text: string) {}
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/** Numbers keep their text: past 2^53 two different ones would compare as equal. */
function exactJson(text: string): Json {
  const reviver: Reviver = (_key, value, { source }) => {
    if (typeof value === 'number') return new SpeltNumber(source ?? String(value));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !(value instanceof SpeltNumber) && !(value instanceof Map)
      ? new Map(Object.entries(value))
      : value;
  };
  return JSON.parse(text, reviver as (this: unknown, key: string, value: unknown) => unknown) as Json;
}

function jsonText(value: Json | undefined): string {
  if (value instanceof SpeltNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`).join(',')}}`;
  return JSON.stringify(value);
}

function walk(at: string, ours: Json, theirs: Json, found: Omit<Difference, 'topic' | 'key'>[]): void {
  if (ours instanceof Map && theirs instanceof Map) {
    for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
      const [a, b] = [ours.get(name), theirs.get(name)];
      if (a === undefined || b === undefined)
        found.push({
          at: `${at}.${name}`,
          ours: a === undefined ? a : jsonText(a),
          theirs: b === undefined ? b : jsonText(b),
        });
      else walk(`${at}.${name}`, a, b, found);
    }
    return;
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    ours.forEach((item, index) => walk(`${at}[${index}]`, item, theirs[index] ?? null, found));
    return;
  }
  const [a, b] = [jsonText(ours), jsonText(theirs)];
  if (a !== b) found.push({ at, ours: a, theirs: b });
}
