/**
 * `fetch` as a careful client of the payments API does it: a time for each try, and the same request again, under the same
 * idempotency key, where that can charge nobody twice. Knows HTTP only, so that it fits under any generated client.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** How long one try may take, its answer's body included. */
  readonly tryTimeoutMs: number;
  /** How long a request may be tried in all. */
  readonly giveUpAfterMs: number;
  /** Told of each try that brought no answer to keep, with what came of it. */
  readonly onRetry?: (why: string) => void;
}

export const DEFAULT_PATIENCE: Patience = { tryTimeoutMs: 10_000, giveUpAfterMs: 60_000 };

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
const MS_PER_SECOND = 1_000;

/** Statuses whose problem may say that the very same request can succeed later. */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([408, 409, 429, 503]);
/** From something between here and the service, which can not have done the work. */
const GATEWAY_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * No answer: within the patience given, or to a request that can not be sent again without a risk of doing it twice. Under
 * an idempotency key it may be sent again at any time.
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** What a try brought: an answer, whole, or the reason why there is none. */
type Try = { readonly answer: Response; readonly text: string } | { readonly lost: unknown };

/**
 * Makes a fetch that sends until answered. The last answer stands when the patience ends, whatever it is; without any it
 * throws NoAnswerError.
 */
export function patientFetch(patience: Patience): (request: Request) => Promise<Response> {
  return async (request) => {
    const giveUpAt = Date.now() + patience.giveUpAfterMs;
    const isRepeatable = canBeRepeated(request);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const tried = await tryOnce(request.clone(), Math.min(patience.tryTimeoutMs, Math.max(1, giveUpAt - Date.now())));
      request.signal.throwIfAborted();
      if ('lost' in tried && !isRepeatable && !wasNeverSent(tried.lost)) throw noAnswer(request, tried.lost);
      if ('answer' in tried && !mayComeAgain(tried.answer, tried.text, isRepeatable)) return tried.answer;
      const waitMs = Math.max(pauseMs, 'answer' in tried ? retryAfterMs(tried.answer) : 0);
      if (Date.now() + waitMs >= giveUpAt) return lastOf(tried, request);
      patience.onRetry?.('answer' in tried ? `status ${tried.answer.status}` : messageOf(tried.lost));
      await sleep(waitMs, undefined, { signal: request.signal });
    }
  };
}

function lastOf(tried: Try, request: Request): Response {
  if ('answer' in tried) return tried.answer;
  throw noAnswer(request, tried.lost);
}

const noAnswer = ({ method, url }: Request, lost: unknown) =>
  new NoAnswerError(`${method} ${url} had no answer: ${messageOf(lost)}`, { cause: lost });

/** Not by instanceof: what fetch throws may be another realm's. */
const messageOf = (err: unknown): string =>
  typeof err === 'object' && err !== null && 'message' in err ? String(err.message) : String(err);

/** No connection came about, so nothing can have been done. */
const UNSENT_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function wasNeverSent(err: unknown): boolean {
  const cause = typeof err === 'object' && err !== null && 'cause' in err ? err.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && UNSENT_CODES.has(cause.code);
}

async function tryOnce(request: Request, timeoutMs: number): Promise<Try> {
  try {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    const { status, statusText, headers, body } = await fetch(request, { signal });
    // Read here, so that an answer that breaks off is no answer.
    const text = body === null ? '' : await new Response(body).text();
    return { answer: new Response(text === '' ? null : text, { status, statusText, headers }), text };
  } catch (err) {
    return { lost: err };
  }
}

/** Reads, and what carries its keys with it: the service tells the first answer again instead of doing it twice. */
function canBeRepeated({ method, headers, url }: Request): boolean {
  return method === 'GET' || headers.has('idempotency-key') || new URL(url).pathname.endsWith('/payments/batch');
}

/** Whether the answer is no outcome, and the request may be sent again. */
function mayComeAgain({ status }: Response, text: string, isRepeatable: boolean): boolean {
  const retryable = retryableIn(text);
  if (retryable === undefined) return isRepeatable && GATEWAY_STATUSES.has(status);
  return retryable && RETRIED_STATUSES.has(status);
}

/** What the problem says, undefined when the body is none. */
function retryableIn(text: string): boolean | undefined {
  try {
    const body = JSON.parse(text) as { retryable?: unknown } | null;
    return typeof body?.retryable === 'boolean' ? body.retryable : undefined;
  } catch {
    return undefined;
  }
}

/** Zero when the answer does not say, or says it as a date. */
function retryAfterMs({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * MS_PER_SECOND : 0;
}
