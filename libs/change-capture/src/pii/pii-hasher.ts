/** Personal data to keyed hashes: the same value gives the same hash, and without the key nobody can try values out. */
import { Hmac } from './hmac.js';
import { normalise } from './normalise.js';
import type { PiiKeys } from './pii-keys.js';
import type { PiiForm } from './pii-plan.js';

/**
 * Values per generation. An update hashes the same value up to four times (before and after, in both families), and the
 * same people come again: found here, a hash costs a third or less.
 */
const CACHED_VALUES = 8_192;
/** Longer ones are no addresses; they would only push those out. */
const CACHED_CHARACTERS = 256;

interface Hashed {
  /** `hmac:<key id>:<64 hex digits>`. */
  readonly text: string;
  readonly bytes: Buffer;
  /** The same value under the older keys, in their order. */
  readonly older: readonly string[];
}

type Generation = Record<PiiForm, Map<string, Hashed>>;
const emptyGeneration = (): Generation => ({ email: new Map(), phone: new Map(), text: new Map() });

export class PiiHasher {
  readonly #keys: readonly { readonly prefix: string; readonly hmac: Hmac }[];
  /** Two generations stand in for an exact order of use: what was used lately is in one of them. */
  #young = emptyGeneration();
  #old = emptyGeneration();
  #youngSize = 0;
  readonly #translations = new Map<string, readonly string[]>();

  constructor(keys: PiiKeys) {
    this.#keys = keys.map(({ id, secret }) => ({ prefix: `hmac:${id}:`, hmac: new Hmac(secret) }));
  }

  /** ASCII bytes of the hash, `hmac:<key id>:<hex>`. The caller must not write to them. */
  hash(form: PiiForm, value: string): Buffer {
    const hashed = this.#find(form, value) ?? this.#make(form, value);
    if (hashed.older.length > 0) this.#translations.set(hashed.text, hashed.older);
    return hashed.bytes;
  }

  /**
   * While there are older keys: what was hashed since the last call, as JSON `{"<hash>": ["<hash under an older key>"]}`,
   * by which a reader finds the rows it stored under those. Otherwise undefined.
   */
  takeTranslations(): string | undefined {
    if (this.#translations.size === 0) return undefined;
    const text = JSON.stringify(Object.fromEntries(this.#translations));
    this.#translations.clear();
    return text;
  }

  #find(form: PiiForm, value: string): Hashed | undefined {
    const young = this.#young[form].get(value);
    if (young) return young;
    const old = this.#old[form].get(value);
    if (old) this.#keep(form, value, old);
    return old;
  }

  #make(form: PiiForm, value: string): Hashed {
    const normal = normalise(form, value);
    const [text = '', ...older] = this.#keys.map(({ prefix, hmac }) => prefix + hmac.hex(normal));
    const hashed = { text, bytes: Buffer.from(text, 'latin1'), older };
    if (value.length <= CACHED_CHARACTERS) this.#keep(form, value, hashed);
    return hashed;
  }

  #keep(form: PiiForm, value: string, hashed: Hashed): void {
    if (this.#youngSize === CACHED_VALUES) {
      this.#old = this.#young;
      this.#young = emptyGeneration();
      this.#youngSize = 0;
    }
    this.#young[form].set(value, hashed);
    this.#youngSize += 1;
  }
}
