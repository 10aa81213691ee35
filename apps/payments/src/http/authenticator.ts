/** Who calls, by the API key. */
import {
  findKeyHolder,
  hashOfApiKey,
  modeOfApiKey,
  type KeyHolder,
  type Mode,
  type PaymentsDatabase,
} from '@vf/payments';
import { ApiError } from './api-error.js';
import type { RateLimits } from './rate-limits.js';

export interface AuthenticatorOptions {
  readonly db: PaymentsDatabase;
  readonly mode: Mode;
  /** Bounds how often one address may try keys. */
  readonly limits: Pick<RateLimits, 'mayTry' | 'countUnknown'>;
  /** How long a key found good is believed; so long a revoked one may still pass. */
  readonly cacheMs?: number;
  readonly now?: () => number;
}

const CACHE_MS = 5_000;
const MAX_CACHED_KEYS = 10_000;
const BEARER = /^Bearer +(\S{1,200})$/i;
const CHALLENGE = { 'www-authenticate': 'Bearer realm="vendorflow"' };

interface Cached {
  readonly holder: KeyHolder;
  readonly until: number;
}

/**
 * Looks keys up by their hash. Good ones are believed for a few seconds, because a look-up per payment would cost more
 * than the payment's share of its batch; bad ones are looked up each time.
 */
export class Authenticator {
  readonly #cached = new Map<string, Cached>();
  readonly #cacheMs: number;
  readonly #now: () => number;

  constructor(private readonly options: AuthenticatorOptions) {
    this.#cacheMs = options.cacheMs ?? CACHE_MS;
    this.#now = options.now ?? Date.now;
  }

  /**
   * The holder of the key in this Authorization header. Throws ApiError: 401, or 429 when the address has tried too
   * often. A key that was good a moment ago is not asked for the address, so nobody can shut others out behind a proxy.
   */
  async holderOf(authorization: string | undefined, address: string): Promise<KeyHolder> {
    const key = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
    const hash = key === undefined ? undefined : hashOfApiKey(key);
    const name = hash?.toString('base64') ?? '';
    const cached = this.#fromCache(name);
    if (cached) return cached;
    if (!this.#cached.has(name)) await this.options.limits.mayTry(address);
    try {
      return await this.#prove(authorization, key, hash);
    } catch (err) {
      if (err instanceof ApiError) {
        this.#cached.delete(name);
        await this.options.limits.countUnknown(address);
      }
      throw err;
    }
  }

  async #prove(
    authorization: string | undefined,
    key: string | undefined,
    hash: Buffer | undefined,
  ): Promise<KeyHolder> {
    if (authorization === undefined) throw new ApiError('credentials_missing', {}, CHALLENGE);
    const mode = key === undefined ? undefined : modeOfApiKey(key);
    if (hash === undefined || mode === undefined) throw new ApiError('credentials_invalid', {}, CHALLENGE);
    if (mode !== this.options.mode) throw new ApiError('key_of_other_mode', {}, CHALLENGE);
    const holder = await this.#lookUp(hash);
    if (!holder) throw new ApiError('credentials_invalid', {}, CHALLENGE);
    return holder;
  }

  /** What is too old stays in its place, as a key that was good: it is looked up anew without asking the address. */
  #fromCache(hash: string): KeyHolder | undefined {
    const cached = this.#cached.get(hash);
    if (!cached) return undefined;
    const { holder, until } = cached;
    const now = this.#now();
    return now < until && (holder.expiresAt === null || now < holder.expiresAt.getTime()) ? holder : undefined;
  }

  async #lookUp(hash: Buffer): Promise<KeyHolder | undefined> {
    const holder = await findKeyHolder(this.options.db, hash);
    if (!holder) return undefined;
    // The oldest goes: a Map keeps the order in which keys came.
    const name = hash.toString('base64');
    this.#cached.delete(name);
    const [oldest] = this.#cached.size >= MAX_CACHED_KEYS ? this.#cached.keys() : [];
    if (oldest !== undefined) this.#cached.delete(oldest);
    this.#cached.set(name, { holder, until: this.#now() + this.#cacheMs });
    return holder;
  }
}
