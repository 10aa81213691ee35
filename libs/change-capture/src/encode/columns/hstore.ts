/** hstore (`"key"=>"value", "other"=>NULL`), in the two modes of `hstore.handling.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';
import { escaped } from './text.js';

const PAIR = /"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/gs;
const unescape = (text: string) => text.replace(/\\(.)/gs, '$1');

type Pair = readonly [key: string, value: string | null];

function pairsOf(text: string): Pair[] {
  return [...text.matchAll(PAIR)].map(([, key = '', value]) => [
    unescape(key),
    value === undefined ? null : unescape(value),
  ]);
}

/** Written pair by pair: an object would take keys that are digits out of their order. */
const objectOf = (pairs: readonly Pair[]) =>
  `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

const asMap =
  (ordered: (pairs: Pair[]) => Pair[]): ColumnEncoder =>
  (out, source, from, to) =>
    out.bytes(Buffer.from(objectOf(ordered(pairsOf(source.toString('utf8', from, to))))));

const asJson =
  (ordered: (pairs: Pair[]) => Pair[]): ColumnEncoder =>
  (out, source, from, to) => {
    const json = Buffer.from(objectOf(ordered(pairsOf(source.toString('utf8', from, to)))));
    escaped(out, json, 0, json.length);
  };

const SMALLEST_TABLE = 16;
const LOAD_FACTOR = 0.75;
const HASH_FACTOR = 31;

/** The order in which a Java HashMap gives them, through which Debezium passes them. */
function inHashMapOrder(pairs: Pair[]): Pair[] {
  let buckets = SMALLEST_TABLE;
  while (pairs.length > buckets * LOAD_FACTOR) buckets *= 2;
  const bucketOf = ([key]: Pair) => {
    let hash = 0;
    for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, HASH_FACTOR) + key.charCodeAt(at)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...pairs].sort((a, b) => bucketOf(a) - bucketOf(b));
}

const asSent = (pairs: Pair[]) => pairs;

const MAP: ConnectSchema = { type: 'map', keys: { type: 'string' }, values: { type: 'string', optional: true } };

export function hstoreForm(format: FormatOptions): ColumnForm {
  const placeholder = format['unavailable.value.placeholder'];
  const unavailable = JSON.stringify({ [placeholder]: placeholder });
  const ordered = format['readable.values'] ? asSent : inHashMapOrder;
  if (format['hstore.handling.mode'] === 'map')
    return { encode: asMap(ordered), schema: MAP, filler: '{}', unavailable };
  return {
    encode: asJson(ordered),
    schema: named('string', 'io.debezium.data.Json'),
    filler: '"{}"',
    unavailable: JSON.stringify(unavailable),
  };
}
