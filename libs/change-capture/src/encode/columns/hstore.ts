/** hstore (`"key"=>"value", "other"=>NULL`), in the two modes of `hstore.handling.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';
import { escaped } from './text.js';

const PAIR = /"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/gs;
const unescape = (text: string) => text.replace(/\\(.)/gs, '$1');

function pairsOf(text: string): [key: string, value: string | null][] {
  return [...text.matchAll(PAIR)].map(([, key = '', value]) => [
    unescape(key),
    value === undefined ? null : unescape(value),
  ]);
}

/** Written pair by pair: an object would take keys that are digits out of their order. */
const objectOf = (text: string) =>
  `{${pairsOf(text)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',')}}`;

const asMap: ColumnEncoder = (out, source, from, to) =>
  out.bytes(Buffer.from(objectOf(source.toString('utf8', from, to))));

const asJson: ColumnEncoder = (out, source, from, to) => {
  const json = Buffer.from(objectOf(source.toString('utf8', from, to)));
  escaped(out, json, 0, json.length);
};

const MAP: ConnectSchema = { type: 'map', keys: { type: 'string' }, values: { type: 'string', optional: true } };

export function hstoreForm(format: FormatOptions): ColumnForm {
  const placeholder = format['unavailable.value.placeholder'];
  const unavailable = JSON.stringify({ [placeholder]: placeholder });
  if (format['hstore.handling.mode'] === 'map') return { encode: asMap, schema: MAP, filler: '{}', unavailable };
  return {
    encode: asJson,
    schema: named('string', 'io.debezium.data.Json'),
    filler: '"{}"',
    unavailable: JSON.stringify(unavailable),
  };
}
