/**
 * JSON with every scalar and every name as it is spelt: past 2^53 two different numbers would compare as equal, and two
 * spellings of one text are different bytes, by which keys choose their partition.
 */

/** A scalar is its text, strings with their quotes; a member's name is its text without them. */
export type Json = string | readonly Json[] | ReadonlyMap<string, Json>;

export const isArray = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
export const isObject = (json: Json | undefined): json is ReadonlyMap<string, Json> => json instanceof Map;

const STRING = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const TOKEN = new RegExp(`\\s*(${STRING}|[[\\]{},:]|[^\\s[\\]{},:"]+)`, 'gy');

/** Throws SyntaxError for what is no JSON, and for an object that has a name twice. */
export function parseExactly(text: string): Json {
  JSON.parse(text);
  const tokens = Array.from(text.matchAll(TOKEN), ([, token = '']) => token);
  return new Reader(tokens).value();
}

/** Gives back the text that was parsed, without any space between its tokens. */
export function textOf(json: Json): string {
  if (isArray(json)) return `[${json.map(textOf).join(',')}]`;
  if (isObject(json)) return `{${[...json].map(([name, member]) => `"${name}":${textOf(member)}`).join(',')}}`;
  return json;
}

/** The member at the end of the names; undefined where there is none. */
export function memberOf(json: Json, ...names: readonly string[]): Json | undefined {
  let found: Json | undefined = json;
  for (const name of names) found = isObject(found) ? found.get(name) : undefined;
  return found;
}

/** The text of a scalar member; empty for any other, and for none. */
export function scalarOf(json: Json, ...names: readonly string[]): string {
  const member = memberOf(json, ...names);
  return typeof member === 'string' ? member : '';
}

/** The same object with that member replaced, at its place. */
export const withMember = (object: ReadonlyMap<string, Json>, name: string, member: Json): ReadonlyMap<string, Json> =>
  new Map(object).set(name, member);

/** Over tokens that are known to be in JSON's order. */
class Reader {
  #at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  value(): Json {
    const token = this.#next();
    if (token === '[') return this.#items(']', () => this.value());
    if (token !== '{') return token;
    const members = this.#items('}', (): [string, Json] => {
      const name = this.#next().slice(1, -1);
      this.#next();
      return [name, this.value()];
    });
    const object = new Map(members);
    if (object.size < members.length) throw new SyntaxError('an object has a name twice');
    return object;
  }

  #items<Item>(end: string, read: () => Item): Item[] {
    const items: Item[] = [];
    if (this.tokens[this.#at] === end) this.#at += 1;
    else
      do items.push(read());
      while (this.#next() !== end);
    return items;
  }

  #next(): string {
    const token = this.tokens[this.#at] ?? '';
    this.#at += 1;
    return token;
  }
}
