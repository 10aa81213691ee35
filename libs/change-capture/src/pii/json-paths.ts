/**
 * Finds values in a JSON text by path, as ranges of its bytes. The text is not parsed into objects and written anew:
 * numbers of any length, repeated members and the order of members stay as they are.
 */
import type { PiiForm } from './pii-plan.js';

const MEMBER = String.raw`\.[A-Za-z_][A-Za-z0-9_-]*|\["[^"\\\]]+"\]`;
const STEP = new RegExp(String.raw`${MEMBER}|\[\*\]`, 'g');
/** `$` and steps: `.name`, `["any name"]`, `[*]` for every element. */
export const JSON_PATH = new RegExp(String.raw`^\$(?:${MEMBER}|\[\*\])+$`);

interface PathNode {
  readonly members: Map<string, PathNode>;
  elements: PathNode | undefined;
  /** Set where a path ends. */
  form: PiiForm | undefined;
}

/**
 * Told of each value to hide, in the order of the text; ranges do not overlap. That is a path's end, and also a value on
 * the way there that is neither null nor of the path's shape.
 */
export type OnValue = (form: PiiForm, from: number, to: number) => void;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];
/** Of `null`, which stays null. */
const NULL_LETTER = 0x6e;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const SCALAR_ENDS = new Set([COMMA, CLOSE_OBJECT, CLOSE_ARRAY, ...WHITE_SPACE]);

/** The text is not what a JSON type of PostgreSQL sends. */
class NotJson extends Error {}

export class JsonPaths {
  readonly #root: PathNode = newNode();
  #source: Buffer = Buffer.alloc(0);
  #end = 0;
  #onValue: OnValue = () => undefined;

  /** Throws RangeError for a path that does not match JSON_PATH. */
  constructor(paths: Readonly<Record<string, PiiForm>>) {
    for (const [path, form] of Object.entries(paths)) {
      if (!JSON_PATH.test(path)) throw new RangeError(`not a path: ${path.slice(0, 80)}`);
      let node = this.#root;
      for (const [step] of path.matchAll(STEP)) node = childOf(node, step);
      node.form = form;
    }
  }

  /**
   * False when source[from, to) can not be followed to its end; what was told until then is worth nothing. Brackets
   * inside members that no path leads to are counted and not matched, which is enough for the server's own JSON types.
   */
  find(source: Buffer, from: number, to: number, onValue: OnValue): boolean {
    this.#source = source;
    this.#end = to;
    this.#onValue = onValue;
    try {
      return this.#blank(this.#value(this.#root, from)) === to;
    } catch (err) {
      // A member's name with an escape that JSON does not have is a SyntaxError of JSON.parse.
      if (err instanceof NotJson || err instanceof SyntaxError) return false;
      throw err;
    }
  }

  /** The position after the value that begins at or after `at`. */
  #value(node: PathNode, at: number): number {
    const start = this.#blank(at);
    const first = this.#byte(start);
    if (node.form === undefined) {
      if (first === OPEN_OBJECT && node.members.size > 0) return this.#object(node, start);
      if (first === OPEN_ARRAY && node.elements) return this.#array(node.elements, start);
    }
    const end = this.#skip(start);
    // Where a path leads on and the value has another shape, nobody has said what is in it: hidden whole, as text.
    if (first !== NULL_LETTER) this.#onValue(node.form ?? 'text', start, end);
    return end;
  }

  #object(node: PathNode, start: number): number {
    let at = this.#blank(start + 1);
    if (this.#byte(at) === CLOSE_OBJECT) return at + 1;
    for (;;) {
      const nameEnd = this.#string(at);
      const child = node.members.get(textOfString(this.#source, at, nameEnd));
      const colon = this.#blank(nameEnd);
      if (this.#byte(colon) !== COLON) throw new NotJson();
      const end = child ? this.#value(child, colon + 1) : this.#skip(this.#blank(colon + 1));
      const next = this.#blank(end);
      if (this.#byte(next) === CLOSE_OBJECT) return next + 1;
      if (this.#byte(next) !== COMMA) throw new NotJson();
      at = this.#blank(next + 1);
    }
  }

  #array(elements: PathNode, start: number): number {
    let at = this.#blank(start + 1);
    if (this.#byte(at) === CLOSE_ARRAY) return at + 1;
    for (;;) {
      const next = this.#blank(this.#value(elements, at));
      if (this.#byte(next) === CLOSE_ARRAY) return next + 1;
      if (this.#byte(next) !== COMMA) throw new NotJson();
      at = next + 1;
    }
  }

  /** The position after any value, whose first byte is at `at`. */
  #skip(at: number): number {
    const first = this.#byte(at);
    if (first === QUOTE) return this.#string(at);
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) return this.#skipNested(at);
    let end = at;
    while (end < this.#end && !SCALAR_ENDS.has(this.#source[end] as number)) end += 1;
    if (end === at) throw new NotJson();
    return end;
  }

  #skipNested(start: number): number {
    let depth = 0;
    let at = start;
    for (;;) {
      const byte = this.#byte(at);
      if (byte === QUOTE) {
        at = this.#string(at);
        continue;
      }
      at += 1;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
      if (depth === 0) return at;
    }
  }

  /** The position after the string whose opening quote is at `at`. */
  #string(at: number): number {
    if (this.#byte(at) !== QUOTE) throw new NotJson();
    for (let end = at + 1; ; end += 1) {
      const byte = this.#byte(end);
      if (byte === QUOTE) return end + 1;
      if (byte === BACKSLASH) end += 1;
    }
  }

  #blank(at: number): number {
    let next = at;
    while (next < this.#end && WHITE_SPACE.has(this.#source[next] as number)) next += 1;
    return next;
  }

  #byte(at: number): number {
    if (at >= this.#end) throw new NotJson();
    return this.#source[at] as number;
  }
}

/** The text of the JSON string in source[from, to), quotes included in the range. */
export function textOfString(source: Buffer, from: number, to: number): string {
  const text = source.toString('utf8', from + 1, to - 1);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

function newNode(): PathNode {
  return { members: new Map(), elements: undefined, form: undefined };
}

function childOf(node: PathNode, step: string): PathNode {
  if (step === '[*]') return (node.elements ??= newNode());
  const name = step.startsWith('.') ? step.slice(1) : step.slice(2, -2);
  const child = node.members.get(name) ?? newNode();
  node.members.set(name, child);
  return child;
}
