/** point, and the other geometric types, which 3.5.0 does not know: it leaves them out, or gives their text as bytes. */
import { objectOf } from '../../schema/json-schema.js';
import type { ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import { opaqueForm } from './binary.js';
import { byText, type ColumnForm } from './column-form.js';
import { javaDouble } from './java-double.js';

const POINT: ConnectSchema = {
  type: 'struct',
  name: 'io.debezium.data.geometry.Point',
  version: 1,
  doc: 'Geometry (POINT)',
  fields: [
    { type: 'double', field: 'x' },
    { type: 'double', field: 'y' },
    { type: 'bytes', optional: true, field: 'wkb' },
    { type: 'int32', optional: true, field: 'srid' },
  ],
};

/** Well-known binary: byte order, type 1 for a point, two doubles. */
const WKB_BYTES = 21;
const LITTLE_ENDIAN = 1;
const WKB_POINT = 1;

function wkbOf(x: number, y: number): string {
  const wkb = Buffer.alloc(WKB_BYTES);
  wkb.writeUInt8(LITTLE_ENDIAN, 0);
  wkb.writeUInt32LE(WKB_POINT, 1);
  wkb.writeDoubleLE(x, 5);
  wkb.writeDoubleLE(y, 13);
  return wkb.toString('base64');
}

const coordinates = (text: string) => text.slice(1, -1).split(',');

/** NaN and the infinities are no JSON numbers. */
const number = (text: string) => (Number.isFinite(Number(text)) ? text : `"${text}"`);

const numberAsJava = (text: string) => (Number.isFinite(Number(text)) ? javaDouble(Number(text)) : `"${text}"`);

function pointStruct(text: string): string {
  const [x = '', y = ''] = coordinates(text);
  return `{"x":${numberAsJava(x)},"y":${numberAsJava(y)},"wkb":"${wkbOf(Number(x), Number(y))}","srid":null}`;
}

function readablePoint(text: string): string {
  const [x = '', y = ''] = coordinates(text);
  return `{"x":${number(x)},"y":${number(y)}}`;
}

export function pointForm(format: FormatOptions): ColumnForm {
  const filler = pointStruct('(0,0)');
  if (!format['readable.values']) return { encode: byText(pointStruct), schema: POINT, filler, unavailable: 'null' };
  const json = objectOf({ x: { type: 'number' }, y: { type: 'number' } });
  return { encode: byText(readablePoint), schema: POINT, json, filler, unavailable: 'null' };
}

/** As the JDBC driver's objects print themselves: the same text, with Java's numbers. */
export const geometricForm = (format: FormatOptions): ColumnForm =>
  opaqueForm((text) => text.replace(/-?\d[\d.]*(?:e[+-]?\d+)?/g, (found) => javaDouble(Number(found))), format);
