/** Column encoders that write hashes where the plain ones would write personal data. NULL never comes to an encoder. */
import { QUOTE, type ColumnEncoder } from '../encode/columns/column-form.js';
import { RecordArena } from '../encode/record-arena.js';
import { JsonPaths, textOfString } from './json-paths.js';
import type { PiiHasher } from './pii-hasher.js';
import type { PiiForm } from './pii-plan.js';

/** The whole column as a JSON string of its hash, whatever its type. */
export function hashedColumn(hasher: PiiHasher, form: PiiForm): ColumnEncoder {
  return (out, source, from, to) => writeHash(out, hasher, form, source.toString('utf8', from, to));
}

export interface PathHashing {
  readonly hasher: PiiHasher;
  readonly paths: Readonly<Record<string, PiiForm>>;
  /** The column's own encoder: it is given the text with hashes in it. */
  readonly plain: ColumnEncoder;
  /** The column is json or jsonb, so the server has seen to its syntax; another type's text is checked first. */
  readonly isJsonType: boolean;
}

/** A JSON column with the values at some paths hashed. A text that is no JSON is hashed whole: it could hold anything. */
export function hashedPaths({ hasher, paths, plain, isJsonType }: PathHashing): ColumnEncoder {
  const wanted = new JsonPaths(paths);
  const scratch = new RecordArena();
  return (out, source, from, to) => {
    let written = from;
    scratch.begin();
    const understood =
      (isJsonType || isJson(source.toString('utf8', from, to))) &&
      wanted.find(source, from, to, (form, start, end) => {
        scratch.range(source, written, start);
        writeHash(scratch, hasher, form, valueText(source, start, end));
        written = end;
      });
    if (!understood) writeHash(out, hasher, 'text', source.toString('utf8', from, to));
    else if (written === from) plain(out, source, from, to);
    else {
      scratch.range(source, written, to);
      const hashed = scratch.finish();
      plain(out, hashed, 0, hashed.length);
    }
  };
}

/** A string's own text; anything else as it is written. */
function valueText(source: Buffer, from: number, to: number): string {
  return source[from] === QUOTE ? textOfString(source, from, to) : source.toString('utf8', from, to);
}

function writeHash(out: RecordArena, hasher: PiiHasher, form: PiiForm, value: string): void {
  out.byte(QUOTE);
  out.bytes(hasher.hash(form, value));
  out.byte(QUOTE);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
