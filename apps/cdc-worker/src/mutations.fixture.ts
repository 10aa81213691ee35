/** What can be wrong about a record's JSON: each of its members missing, of another type, or joined by an unknown one. */

export interface Mutation {
  readonly what: 'missing' | 'of another type' | 'unknown';
  /** Path of the member. */
  readonly at: string;
  /** The whole content with this one fault. */
  readonly content: unknown;
}

/** An object is neither a text nor a number, a text or null; a number is no object and no list. */
const otherThan = (value: unknown): unknown => (typeof value === 'object' && value !== null ? 7 : { unknown: 1 });

export function mutationsOf(content: unknown): Mutation[] {
  return mutationsBelow(content, '', (changed) => changed);
}

/** `whole` puts a changed part back into its place. */
function mutationsBelow(part: unknown, path: string, whole: (changed: unknown) => unknown): Mutation[] {
  if (typeof part !== 'object' || part === null) return [];
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const found: Mutation[] = [];
  if (!Array.isArray(part)) {
    found.push({ what: 'unknown', at: at('unknown'), content: whole({ ...part, unknown: 1 }) });
  }
  for (const [name, value] of Object.entries(part) as [string, unknown][]) {
    const put = (changed: unknown) =>
      whole(Array.isArray(part) ? part.with(Number(name), changed) : { ...part, [name]: changed });
    found.push({ what: 'of another type', at: at(name), content: put(otherThan(value)) });
    if (!Array.isArray(part)) {
      const others = Object.fromEntries(Object.entries(part).filter(([other]) => other !== name));
      found.push({ what: 'missing', at: at(name), content: whole(others) });
    }
    found.push(...mutationsBelow(value, at(name), put));
  }
  return found;
}
