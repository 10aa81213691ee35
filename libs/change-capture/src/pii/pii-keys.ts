/** The secrets that personal data is hashed with. */

export interface PiiKey {
  /** Travels with each hash, so that hashes of different keys are told apart. */
  readonly id: string;
  readonly secret: string;
}

/** The first hashes; the others are older ones, kept for as long as readers have hashes of theirs. */
export type PiiKeys = readonly [PiiKey, ...PiiKey[]];

const ENTRY = /^([a-z0-9_-]{1,32}):([^\s,]+)$/;
/** 32 characters of hex are 128 bits: beyond guessing, which hashes of known phone numbers invite. */
const LEAST_SECRET_CHARACTERS = 32;

/**
 * Reads `id:secret,id:secret`, the current key first. Throws RangeError saying what is wrong, never with a part of a
 * secret.
 */
export function parsePiiKeys(text: string): PiiKeys {
  const [first, ...others] = text.split(',').map((entry) => parseEntry(entry.trim()));
  if (!first) throw new RangeError('there is no key');
  const keys: PiiKeys = [first, ...others];
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new RangeError('two keys have the same id');
  return keys;
}

function parseEntry(entry: string): PiiKey {
  const match = ENTRY.exec(entry);
  if (!match) throw new RangeError('use id:secret, with an id of lower-case letters, digits, hyphen and underscore');
  const [, id = '', secret = ''] = match;
  if (secret.length < LEAST_SECRET_CHARACTERS) {
    throw new RangeError(`the secret of key ${id} has less than ${String(LEAST_SECRET_CHARACTERS)} characters`);
  }
  return { id, secret };
}
