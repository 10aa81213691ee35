/** Numbers for what differs from run to run, by the order of the log. */
import { TRANSACTION_TOPIC } from './captured-record.js';
import { isObject, memberOf, type Json } from './exact-json.js';

/** Positions are numbered by kind: where one kind stands beside another depends on what else the server writes. */
export interface RunNumbers {
  /** Of changes' positions. */
  readonly changes: ReadonlyMap<string, number>;
  /** Of the ends of commits. */
  readonly ends: ReadonlyMap<string, number>;
  /** Of transactions' beginnings, by `xid:lsn`: one may be where another transaction ends. */
  readonly begins: ReadonlyMap<string, number>;
  /** By transaction id. */
  readonly transactions: ReadonlyMap<string, number>;
  /** By microseconds since 1970. */
  readonly times: ReadonlyMap<string, number>;
  /** Time of the commit by transaction id. */
  readonly commitUs: ReadonlyMap<string, string>;
}

/** A record's value without its schema. */
export interface ToldValue {
  readonly topic: string;
  readonly payload: Json;
}

export const SEQUENCE_PART = /\\"(\d+)\\"/g;

/** Of `"[\"end of the last commit\",\"change\"]"`; the first may be missing. */
export const sequenceOf = (source: ReadonlyMap<string, Json>) =>
  Array.from(String(source.get('sequence')).matchAll(SEQUENCE_PART), ([, lsn = '']) => lsn);

/** Parts of the member `id`, `"xid:lsn"`; empty without one. */
export function transactionId(of: Json): { xid: string; lsn: string } {
  const [, xid = '', lsn = ''] = /^"(\d+):(\d+)"$/.exec(String(memberOf(of, 'id'))) ?? [];
  return { xid, lsn };
}

interface Place {
  readonly lsn: string;
  readonly xid: string;
  readonly us: string;
}

export function numberRunValues(values: readonly ToldValue[]): RunNumbers {
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
    const [lsn = '', xid = '', us = ''] = ['lsn', 'txId', 'ts_us'].map((name) => String(source.get(name)));
    places.push({ lsn, xid, us });
  }
  places.sort((a, b) => byValue(a.lsn, b.lsn));
  const numbersOf = (of: (place: Place) => string) => numbered(places.map(of).filter((text) => DIGITS.test(text)));
  return {
    changes: numbersOf(({ lsn }) => lsn),
    ends: numbered([...ends].sort(byValue)),
    begins: numbered([...begins].sort((a, b) => byValue(a.split(':')[1] ?? '', b.split(':')[1] ?? ''))),
    transactions: numbersOf(({ xid }) => xid),
    times: numbersOf(({ us }) => us),
    commitUs: new Map(places.map(({ xid, us }) => [xid, us])),
  };
}

const DIGITS = /^\d+$/;
/** Texts of whole numbers that may be past 2^53. */
const byValue = (a: string, b: string) => a.length - b.length || (a < b ? -1 : Number(a > b));
const numbered = (values: readonly string[]) => new Map([...new Set(values)].map((value, index) => [value, index + 1]));
