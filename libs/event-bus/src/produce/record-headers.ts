/** The headers of a record, as bytes. Names come from the program and recur in every record, so they are kept encoded. */
import type { PublishRecord } from '../publish-record.js';
import { varintSize, writeVarint } from './varint.js';

type Headers = PublishRecord['headers'];

const LAST_ASCII = 0x7f;
/** Names that are kept; a program that makes up more of them pays for each anew. */
const MOST_NAMES = 256;
const encodedNames = new Map<string, Buffer>();

/** Bytes that `writeHeaders` will write. */
export function headersSize(headers: Headers): number {
  let count = 0;
  let bytes = 0;
  for (const name in headers) {
    const size = valueSize(headers[name] ?? '');
    bytes += encodedName(name).length + varintSize(size) + size;
    count += 1;
  }
  return bytes + varintSize(count);
}

/** Gives the position after the last header. */
export function writeHeaders(target: Buffer, start: number, headers: Headers): number {
  let at = writeVarint(target, start, countOf(headers));
  for (const name in headers) {
    const encoded = encodedName(name);
    for (let index = 0; index < encoded.length; index += 1) target[at + index] = encoded[index] as number;
    at = writeValue(target, at + encoded.length, headers[name] ?? '');
  }
  return at;
}

function countOf(headers: Headers): number {
  let count = 0;
  for (const _ in headers) count += 1;
  return count;
}

function valueSize(value: string | Buffer): number {
  if (typeof value !== 'string') return value.length;
  return isAscii(value) ? value.length : Buffer.byteLength(value);
}

function writeValue(target: Buffer, at: number, value: string | Buffer): number {
  const size = valueSize(value);
  const start = writeVarint(target, at, size);
  if (typeof value !== 'string') value.copy(target, start);
  else if (size !== value.length) target.write(value, start, 'utf8');
  // Short texts, event ids above all: a loop is cheaper than a call into the engine.
  else for (let index = 0; index < size; index += 1) target[start + index] = value.charCodeAt(index);
  return start + size;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > LAST_ASCII) return false;
  return true;
}

/** A name with its length before it. */
function encodedName(name: string): Buffer {
  const known = encodedNames.get(name);
  if (known) return known;
  const bytes = Buffer.byteLength(name);
  const encoded = Buffer.alloc(varintSize(bytes) + bytes);
  encoded.write(name, writeVarint(encoded, 0, bytes), 'utf8');
  if (encodedNames.size < MOST_NAMES) encodedNames.set(name, encoded);
  return encoded;
}
