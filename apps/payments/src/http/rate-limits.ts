/**
 * How often a key, or an address without a good key, may ask. Counted in this process alone: with n processes behind a
 * balancer a key gets up to n times its limit (docs/adr/0081).
 */
import type { KeyHolder } from '@vf/payments';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiError } from './api-error.js';

export interface RateLimitOptions {
  /** Requests of one key in a window, unless its client has a limit of its own. */
  readonly requests: number;
  readonly windowSeconds: number;
  /** Requests without a good key, of one address, in a minute. */
  readonly unknownKeys: number;
}

const UNKNOWN_WINDOW_SECONDS = 60;
const MS_PER_SECOND = 1_000;

/** What an answer tells of the limit. */
export type LimitHeaders = Readonly<Record<'ratelimit-limit' | 'ratelimit-remaining' | 'ratelimit-reset', string>>;

export class RateLimits {
  readonly #byLimit = new Map<number, RateLimiterMemory>();
  readonly #unknown: RateLimiterMemory;

  constructor(private readonly options: RateLimitOptions) {
    this.#unknown = new RateLimiterMemory({ points: options.unknownKeys, duration: UNKNOWN_WINDOW_SECONDS });
  }

  /** Counts a request of the key. Throws ApiError (429) when it is one too many. */
  async take({ keyId, rateLimit }: Pick<KeyHolder, 'keyId' | 'rateLimit'>): Promise<LimitHeaders> {
    const limit = rateLimit ?? this.options.requests;
    const counted = await consume(this.#limiterOf(limit), keyId);
    const headers = headersOf(limit, counted.remainingPoints, counted.msBeforeNext);
    if (counted.refused) throw tooMany(headers, counted.msBeforeNext);
    return headers;
  }

  /** Throws ApiError (429) when the address has no try left; counts nothing. */
  async mayTry(address: string): Promise<void> {
    const counted = await this.#unknown.get(address);
    if (counted && counted.consumedPoints >= this.options.unknownKeys) {
      const { unknownKeys } = this.options;
      throw tooMany(headersOf(unknownKeys, 0, counted.msBeforeNext), counted.msBeforeNext);
    }
  }

  /** Counts a request that came without a good key. */
  async countUnknown(address: string): Promise<void> {
    await consume(this.#unknown, address);
  }

  /** Clients with one limit share a limiter, which counts their keys apart. */
  #limiterOf(limit: number): RateLimiterMemory {
    const there = this.#byLimit.get(limit);
    if (there) return there;
    const made = new RateLimiterMemory({ points: limit, duration: this.options.windowSeconds });
    this.#byLimit.set(limit, made);
    return made;
  }
}

/** The library rejects with its count when there is none left; a failure of another kind stays one. */
async function consume(limiter: RateLimiterMemory, key: string) {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key);
    return { refused: false, remainingPoints, msBeforeNext };
  } catch (err) {
    if (!(err instanceof RateLimiterRes)) throw err;
    return { refused: true, remainingPoints: 0, msBeforeNext: err.msBeforeNext };
  }
}

const secondsOf = (ms: number) => String(Math.max(1, Math.ceil(ms / MS_PER_SECOND)));

const headersOf = (limit: number, remaining: number, resetMs: number): LimitHeaders => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': secondsOf(resetMs),
});

const tooMany = (headers: LimitHeaders, waitMs: number) =>
  new ApiError('rate_limited', {}, { ...headers, 'retry-after': secondsOf(waitMs) });
