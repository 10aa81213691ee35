/** Brings a batch through: goes again when another transaction won, and finds the request at fault by bisection. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isKeyed, madeIdOf, type Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import { NotPosted, PostingFault, type Patience, type UnpostedReason } from './posting-fault.js';

/** What became of one request: decided, or not posted and why. */
export type Posted =
  { readonly ok: true; readonly outcome: Outcome } | { readonly ok: false; readonly error: NotPosted };

/** Told what happens to batches, for metrics and logs. */
export interface PostingObserver {
  batch(size: number, tookMs: number): void;
  waited(queuedMs: number): void;
  outcome(kind: Outcome['kind'] | UnpostedReason): void;
  rerun(reason: string, err: unknown): void;
  bisected(size: number, err: unknown): void;
  /** A request that the database refuses alone: a fault of ours, to be looked at. */
  isolated(request: Operation, err: unknown): void;
}

export interface BatchPosterOptions {
  /** One attempt: an outcome a request, or a PostingFault. */
  readonly attempt: (requests: readonly Operation[], patience: Patience) => Promise<readonly Outcome[]>;
  readonly observer: PostingObserver;
  /** Attempts after the first, for each batch and each part of a bisected one. */
  readonly maxReruns?: number;
  readonly rerunDelayMs?: number;
}

const MAX_RERUNS = 4;
/** Between attempts, doubled each time: 20, 40, 80, 160 ms bridge a failed connection, not an outage. */
const RERUN_DELAY_MS = 20;

/** Posts batches; never rejects. Several may run at once. */
export class BatchPoster {
  readonly #maxReruns: number;
  readonly #rerunDelayMs: number;

  constructor(private readonly options: BatchPosterOptions) {
    this.#maxReruns = options.maxReruns ?? MAX_RERUNS;
    this.#rerunDelayMs = options.rerunDelayMs ?? RERUN_DELAY_MS;
  }

  /** One result a request, in their order. */
  post(requests: readonly Operation[]): Promise<readonly Posted[]> {
    return this.#post(requests, 'patient');
  }

  /** `lost`: an earlier attempt, of a batch that these are a part of, never heard the answer to its COMMIT. */
  async #post(requests: readonly Operation[], patience: Patience, lost = false): Promise<readonly Posted[]> {
    // Once an answer to COMMIT is lost, a request may be posted although no later attempt can say so.
    let unknown = lost;
    for (let reruns = 0; ; reruns += 1) {
      try {
        const outcomes = await this.options.attempt(requests, patience);
        return outcomes.map((outcome, n) => ({ ok: true, outcome: ownAnswer(outcome, requests[n]) }));
      } catch (err) {
        const fault = err instanceof PostingFault ? err : new PostingFault('refused', err);
        unknown ||= fault.kind === 'unknown';
        if (fault.kind === 'refused' || fault.kind === 'contended') {
          return this.#isolate(requests, fault, unknown);
        }
        if (reruns >= this.#maxReruns) return failAll(requests, unknown ? 'outcome_unknown' : lastReason(fault), fault);
        this.options.observer.rerun(fault.kind, fault.cause);
        // The next attempt waits for the locks of a transaction whose COMMIT is still under way, and then reads the
        // keys: what it finds is what happened. Nothing is guessed from the error.
        await sleep(this.#rerunDelayMs * 2 ** reruns * (0.5 + Math.random()));
      }
    }
  }

  /** Halves the batch until the request at fault stands alone; the others are posted, in their order. */
  async #isolate(requests: readonly Operation[], fault: PostingFault, unknown: boolean): Promise<readonly Posted[]> {
    const [only] = requests;
    if (only && requests.length === 1) {
      if (fault.kind === 'refused') this.options.observer.isolated(only, fault.cause);
      // The other reasons promise that nothing was done, which the lost COMMIT may make a lie: it can be what holds the lock.
      if (unknown) return failAll(requests, 'outcome_unknown', fault);
      return failAll(requests, fault.kind === 'contended' ? 'wallet_busy' : 'internal_error', fault);
    }
    this.options.observer.bisected(requests.length, fault.cause);
    const patience = fault.kind === 'contended' ? 'impatient' : 'patient';
    const middle = Math.ceil(requests.length / 2);
    const first = await this.#post(requests.slice(0, middle), patience, unknown);
    return [...first, ...(await this.#post(requests.slice(middle), patience, unknown))];
  }
}

/**
 * A replay of what this very request made is its first answer: an earlier attempt had committed before
 * the connection was lost.
 */
function ownAnswer(outcome: Outcome, request: Operation | undefined): Outcome {
  if (outcome.kind !== 'replayed' || !request || !isKeyed(request)) return outcome;
  if (outcome.madeId !== madeIdOf(request)) return outcome;
  return { ...outcome, kind: 'recovered' };
}

const lastReason = (fault: PostingFault): UnpostedReason =>
  fault.kind === 'rerun' ? 'wallet_busy' : 'database_unavailable';

function failAll(requests: readonly Operation[], reason: UnpostedReason, cause: unknown): readonly Posted[] {
  return requests.map(() => ({ ok: false, error: new NotPosted(reason, { cause }) }));
}
