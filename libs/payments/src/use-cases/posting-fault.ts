/** What can go wrong with a batch as a whole, in the words that decide what to do next. */

/**
 * - `rerun`: another transaction won (deadlock, serialization, a key taken meanwhile). Nothing was written; go again.
 * - `unavailable`: no connection, or it broke before COMMIT was sent. Nothing was written.
 * - `unknown`: the answer to COMMIT is lost. Only the keys in the database tell what happened.
 * - `contended`: a lock or the statement took too long. Nothing was written.
 * - `refused`: the database refused a statement; one of the batch's requests is at fault.
 */
export type PostingFaultKind = 'rerun' | 'unavailable' | 'unknown' | 'contended' | 'refused';

/** How long an attempt waits for locks: its full time, or hardly, because the batch has waited already. */
export type Patience = 'patient' | 'impatient';

/** An attempt to post a batch failed. None of its requests was answered. */
export class PostingFault extends Error {
  override readonly name = 'PostingFault';

  constructor(
    readonly kind: PostingFaultKind,
    cause: unknown,
  ) {
    super(`posting failed (${kind}): ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Why a request could not be posted now. Nothing is pinned to its key, so the same request may be sent again. */
export type UnpostedReason =
  | 'overloaded'
  | 'stopping'
  | 'database_unavailable'
  | 'outcome_unknown'
  | 'wallet_busy'
  | 'idempotency_key_in_use'
  | 'internal_error';

/** The request was not posted, or (outcome_unknown) it is not known whether it was: its key tells, once asked again. */
export class NotPosted extends Error {
  override readonly name = 'NotPosted';

  constructor(
    readonly reason: UnpostedReason,
    options?: ErrorOptions,
  ) {
    super(`not posted: ${reason}`, options);
  }
}
