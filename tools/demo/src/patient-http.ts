/**
 * HTTP as a careful checkout does it: the same request under the same idempotency key again after a connection error,
 * a timeout, 409 (the first try is still running) or 503, until it has an answer. That is what lets the demo be run while
 * processes are killed under it.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly token: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

export interface Patience {
  /** How long one try may take. */
  readonly tryTimeoutMs: number;
  /** How long a request may be tried again in all, before the demo gives up. */
  readonly giveUpAfterMs: number;
  /** Told of each try that brought no answer. */
  readonly onRetry?: () => void;
}

const RETRIED_STATUSES = new Set([409, 429, 503]);
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Thrown when a request had no answer within the patience given. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Sends until answered. Throws NoAnswerError at the end of its patience. */
export async function sendPatiently(request: HttpRequest, patience: Patience): Promise<HttpAnswer> {
  const giveUpAt = Date.now() + patience.giveUpAfterMs;
  let last = 'no try was made';
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() < giveUpAt; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      const answer = await sendOnce(request, patience.tryTimeoutMs);
      if (!RETRIED_STATUSES.has(answer.status)) return answer;
      last = `status ${answer.status}`;
    } catch (err) {
      last = err instanceof Error ? err.message : String(err);
    }
    patience.onRetry?.();
    await sleep(pauseMs);
  }
  throw new NoAnswerError(`${request.method} ${request.url} had no answer in ${patience.giveUpAfterMs} ms: ${last}`);
}

async function sendOnce(request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  const headers: Record<string, string> = { authorization: `Bearer ${request.token}` };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
  const response = await fetch(request.url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(timeoutMs),
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body, replayed: response.headers.get('idempotent-replayed') === 'true' };
}
