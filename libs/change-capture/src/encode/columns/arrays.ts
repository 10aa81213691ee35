/** Arrays (`{1,NULL,"a \"b\""}`, `[0:1]={…}`, nested): each element by the encoder of its type. */
import { createHash } from 'node:crypto';
import { jsonSchemaOf } from '../../schema/connect-to-json-schema.js';
import { orNull, type JsonSchema } from '../../schema/json-schema.js';
import { optional, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { RecordArena } from '../record-arena.js';
import { QUOTE, type ColumnEncoder, type ColumnForm } from './column-form.js';
import { jacksonJson } from './jackson.js';

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const EQUALS = 0x3d;
const OPEN_DIMENSIONS = 0x5b;
const COMMA = 0x2c;
const JSON_OPEN = 0x5b;
const JSON_CLOSE = 0x5d;
const NULL_TEXT = Buffer.from('NULL');
const JSON_NULL = Buffer.from('null');

interface ArrayPlan {
  readonly element: ColumnEncoder;
  readonly delimiter: number;
  /** Whether a dimension may be an array in the array: under a schema its elements have one type, and it may not. */
  readonly nests: boolean;
}

export function arrayEncoder(plan: ArrayPlan): ColumnEncoder {
  return (out, source, from, to) => {
    // Bounds other than from 1 come before the elements.
    const start = source[from] === OPEN_DIMENSIONS ? source.indexOf(EQUALS, from) + 1 : from;
    writeArray(out, source, { at: start, to }, plan);
  };
}

interface Cursor {
  at: number;
  readonly to: number;
}

/** Writes the array that begins at the cursor, which is past it afterwards. */
function writeArray(out: RecordArena, source: Buffer, cursor: Cursor, plan: ArrayPlan): void {
  out.byte(JSON_OPEN);
  cursor.at += 1;
  for (let count = 0; cursor.at < cursor.to && source[cursor.at] !== CLOSE; count += 1) {
    if (count > 0) {
      out.byte(COMMA);
      cursor.at += 1;
    }
    if (source[cursor.at] !== OPEN) writeElement(out, source, cursor, plan);
    else if (plan.nests) writeArray(out, source, cursor, plan);
    else {
      out.bytes(JSON_NULL);
      skipArray(source, cursor);
    }
  }
  cursor.at += 1;
  out.byte(JSON_CLOSE);
}

function writeElement(out: RecordArena, source: Buffer, cursor: Cursor, plan: ArrayPlan): void {
  if (source[cursor.at] === QUOTE) {
    const text = readQuoted(source, cursor);
    plan.element(out, text, 0, text.length);
    return;
  }
  const from = cursor.at;
  while (cursor.at < cursor.to && source[cursor.at] !== plan.delimiter && source[cursor.at] !== CLOSE) cursor.at += 1;
  const isNull = cursor.at - from === NULL_TEXT.length && NULL_TEXT.compare(source, from, cursor.at) === 0;
  if (isNull) out.bytes(JSON_NULL);
  else plan.element(out, source, from, cursor.at);
}

/** The element without its quotes and backslashes; a view of the source when there is none of the latter. */
function readQuoted(source: Buffer, cursor: Cursor): Buffer {
  const from = cursor.at + 1;
  let escapes = 0;
  for (cursor.at = from; cursor.at < cursor.to && source[cursor.at] !== QUOTE; cursor.at += 1) {
    if (source[cursor.at] !== BACKSLASH) continue;
    escapes += 1;
    cursor.at += 1;
  }
  const end = cursor.at;
  cursor.at += 1;
  return escapes === 0 ? source.subarray(from, end) : withoutBackslashes(source, from, end, end - from - escapes);
}

function withoutBackslashes(source: Buffer, from: number, to: number, length: number): Buffer {
  const text = Buffer.allocUnsafe(length);
  let written = 0;
  for (let at = from; at < to; at += 1) {
    if (source[at] === BACKSLASH) at += 1;
    text[written] = source[at] as number;
    written += 1;
  }
  return text;
}

function skipArray(source: Buffer, cursor: Cursor): void {
  let depth = 0;
  do {
    const byte = source[cursor.at];
    if (byte === QUOTE) {
      readQuoted(source, cursor);
      continue;
    }
    if (byte === OPEN) depth += 1;
    if (byte === CLOSE) depth -= 1;
    cursor.at += 1;
  } while (depth > 0 && cursor.at < cursor.to);
}

const TEXTS = new Set(['text', 'varchar', 'bpchar', 'json', 'jsonb']);
const INTEGERS = new Set(['int4', 'int8', 'date']);

/** Debezium's placeholders for arrays: a text, the bytes of it as numbers, or an id made of it; for the rest it has none. */
function unavailableArray(elementName: string, element: ColumnForm, format: FormatOptions): string {
  const placeholder = format['unavailable.value.placeholder'];
  if (format['readable.values'] || TEXTS.has(elementName)) return jacksonJson([placeholder]);
  if (elementName === 'bytea') return `[${element.unavailable}]`;
  if (INTEGERS.has(elementName)) return jacksonJson([...Buffer.from(placeholder)]);
  if (elementName === 'uuid') return jacksonJson([nameUuid(placeholder)]);
  return 'null';
}

const VERSION_3 = 0x30;
const VARIANT = 0x80;

/** A name-based UUID of version 3 without a namespace. */
function nameUuid(name: string): string {
  const bytes = createHash('md5').update(name).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | VERSION_3, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | VARIANT, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export interface ArrayElement {
  readonly name: string;
  readonly form: ColumnForm;
  readonly delimiter: string;
  /** Debezium lets the elements of the types it lists be null, those of others not. */
  readonly nullable: boolean;
}

export function arrayForm(element: ArrayElement, format: FormatOptions): ColumnForm {
  const items = element.nullable ? optional(element.form.schema) : element.form.schema;
  const schema: ConnectSchema = { type: 'array', items };
  const nests = !format['value.converter.schemas.enable'];
  const encode = arrayEncoder({ element: element.form.encode, delimiter: element.delimiter.charCodeAt(0), nests });
  const unavailable = unavailableArray(element.name, element.form, format);
  return { encode, schema, json: { items: itemsJson(element.form, nests) }, filler: '[]', unavailable };
}

/** PostgreSQL's arrays may hold nulls and have any number of dimensions, whatever the column is declared as. */
function itemsJson({ schema, json }: ColumnForm, nests: boolean): JsonSchema {
  const item = orNull({ ...jsonSchemaOf(schema), ...json });
  return nests ? { anyOf: [item, { type: 'array' }] } : item;
}
