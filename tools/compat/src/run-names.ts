/** Names for what differs from run to run: its case of the script, its kind, and its number there in the order of the log. */
import { topicNameOf } from '@vf/change-capture';
import { TRANSACTION_TOPIC } from './captured-record.js';
import { isObject, memberOf, scalarOf, type Json } from './exact-json.js';
import { MARKER_TABLE } from './source-database.js';

/** Positions are numbered by kind: where one kind stands beside another depends on what else the server writes. */
export interface RunNames {
  /** Of changes' positions. */
  readonly changes: Names;
  /** Of the ends of commits. */
  readonly ends: Names;
  /** Of transactions' beginnings, by `xid:lsn`: one may be where another transaction ends. */
  readonly begins: Names;
  /** By transaction id. */
  readonly transactions: Names;
  /** By microseconds since 1970. */
  readonly times: Names;
  /** Time of the commit by transaction id. */
  readonly commitUs: ReadonlyMap<string, string>;
}

type Names = ReadonlyMap<string, string>;

/** A record's value without its schema. */
export interface ToldValue {
  readonly topic: string;
  readonly payload: Json;
}

export const SEQUENCE_PART = /\\"(\d+)\\"/g;

/** Of `"[\"end of the last commit\",\"change\"]"`; the first may be missing. */
export const sequenceOf = (source: ReadonlyMap<string, Json>) =>
  Array.from(scalarOf(source, 'sequence').matchAll(SEQUENCE_PART), ([, lsn = '']) => lsn);

/** Parts of the member `id`, `"xid:lsn"`; empty without one. */
export function transactionId(of: Json): { xid: string; lsn: string } {
  const [, xid = '', lsn = ''] = /^"(\d+):(\d+)"$/.exec(scalarOf(of, 'id')) ?? [];
  return { xid, lsn };
}

interface Place {
  readonly lsn: string;
  readonly xid: string;
  readonly us: string;
}

export function nameRunValues(values: readonly ToldValue[]): RunNames {
  const [ends, begins] = [new Set<string>(), new Set<string>()];
  const places: Place[] = [];
  for (const { topic, payload } of values) {
    if (topic === TRANSACTION_TOPIC) {
      const { xid, lsn } = transactionId(payload);
      if (memberOf(payload, 'status') === '"END"') ends.add(lsn);
      else begins.add(`${xid}:${lsn}`);
    }
    const source = memberOf(payload, 'source');
    if (!isObject(source)) continue;
    const [previous, change] = sequenceOf(source);
    if (previous !== undefined && change !== undefined) ends.add(previous);
    const [lsn = '', xid = '', us = ''] = ['lsn', 'txId', 'ts_us'].map((name) => scalarOf(source, name));
    places.push({ lsn, xid, us });
  }
  places.sort((a, b) => byValue(a.lsn, b.lsn));
  const marks = marksOf(values);
  const named = (kind: string, of: readonly Located[]) => numbered(kind, of, (lsn) => caseUpTo(marks, lsn));
  // Of a transaction's first change: where it begins is the server's business.
  const firstOf = (id: string) => places.find(({ xid }) => id.startsWith(`${xid}:`))?.lsn ?? '';
  const inOrderOf = (of: (place: Place) => string) => places.map((place): Located => [of(place), place.lsn]);
  return {
    changes: named(
      'change',
      inOrderOf(({ lsn }) => lsn),
    ),
    // One may be where the next case's mark begins.
    ends: numbered(
      'end',
      located(ends, (lsn) => lsn),
      (lsn) => caseUpTo(marks, String(BigInt(lsn) - 1n)),
    ),
    begins: named('begin', located(begins, firstOf)),
    transactions: named(
      'transaction',
      inOrderOf(({ xid }) => xid),
    ),
    times: named(
      'time',
      inOrderOf(({ us }) => us),
    ),
    commitUs: new Map(places.map(({ xid, us }) => [xid, us])),
  };
}

/** A value and the position by which it is ordered. */
type Located = readonly [value: string, lsn: string];

const located = (values: ReadonlySet<string>, lsnOf: (value: string) => string) =>
  [...values].map((value): Located => [value, lsnOf(value)]).sort(([, a], [, b]) => byValue(a, b));

const IS_NUMBER = /^\d+(:\d+)?$/;
/** Texts of whole numbers that may be past 2^53. */
const byValue = (a: string, b: string) => a.length - b.length || (a < b ? -1 : Number(a > b));

/** `<060-arrays change 3>`: a step that is new shifts the numbers of its own case only. */
function numbered(kind: string, inOrder: readonly Located[], caseAt: (lsn: string) => string): Names {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  for (const [value, lsn] of inOrder) {
    if (names.has(value) || !IS_NUMBER.test(value)) continue;
    const label = `${caseAt(lsn)} ${kind}`.trimStart();
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    names.set(value, `<${label} ${String(count)}>`);
  }
  return names;
}

interface Mark {
  readonly lsn: string;
  readonly caseName: string;
}

function marksOf(values: readonly ToldValue[]): Mark[] {
  const topic = topicNameOf('', 'public', MARKER_TABLE);
  return values
    .filter((value) => value.topic === topic)
    .map(({ payload }) => ({
      lsn: scalarOf(payload, 'source', 'lsn'),
      caseName: scalarOf(payload, 'after', 'case_name').slice(1, -1),
    }))
    .sort((a, b) => byValue(a.lsn, b.lsn));
}

/** The case of a position: that of the last mark up to it. */
const caseUpTo = (marks: readonly Mark[], lsn: string) =>
  marks.findLast((mark) => byValue(mark.lsn, lsn) <= 0)?.caseName ?? '';
