/** hstore (`"key"=>"value", "other"=>NULL`), in the two modes of `hstore.handling.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';
import { escapedAsJackson, jacksonJson, jacksonText, jacksonTextInText } from './jackson.js';
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

type TextJson = (text: string | null) => string;

/** Written pair by pair: an object would take keys that are digits out of their order. */
const objectOf = (pairs: readonly Pair[], textJson: TextJson) =>
  `{${pairs.map(([key, value]) => `${textJson(key)}:${textJson(value)}`).join(',')}}`;

const asMap =
  (ordered: (pairs: Pair[]) => Pair[], textJson: TextJson): ColumnEncoder =>
  (out, source, from, to) =>
    out.bytes(Buffer.from(objectOf(ordered(pairsOf(source.toString('utf8', from, to))), textJson)));

const asJson =
  (ordered: (pairs: Pair[]) => Pair[], textJson: TextJson, escapes: ColumnEncoder): ColumnEncoder =>
  (out, source, from, to) => {
    const json = Buffer.from(objectOf(ordered(pairsOf(source.toString('utf8', from, to))), textJson));
    escapes(out, json, 0, json.length);
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

const jacksonTextOrNull: TextJson = (text) => (text === null ? 'null' : jacksonText(text));
const plainText: TextJson = (text) => JSON.stringify(text);

export function hstoreForm(format: FormatOptions): ColumnForm {
  const placeholder = format['unavailable.value.placeholder'];
  const unavailable = jacksonJson({ [placeholder]: placeholder });
  const readable = format['readable.values'];
  const ordered = readable ? asSent : inHashMapOrder;
  if (format['hstore.handling.mode'] === 'map') {
    const encode = asMap(ordered, readable ? plainText : jacksonTextOrNull);
    return { encode, schema: MAP, filler: '{}', unavailable };
  }
  return {
    encode: readable ? asJson(ordered, plainText, escaped) : asJson(ordered, jacksonTextInText, escapedAsJackson),
    schema: named('string', 'io.debezium.data.Json'),
    filler: '"{}"',
    unavailable: jacksonText(unavailable),
  };
}
