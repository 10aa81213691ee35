/** Reading over HTTP until there is an answer, which is what lets the demo be run while processes are killed under it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Patience } from '@vf/payments-client';

const RETRIED_STATUSES = new Set([409, 429, 503]);
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Thrown when a read had no answer within the patience given. */
export class NothingReadError extends Error {
  override readonly name = 'NothingReadError';
}

/** The JSON at a URL. Throws NothingReadError at the end of its patience. */
export async function readPatiently(url: string, token: string, patience: Patience): Promise<unknown> {
  const giveUpAt = Date.now() + patience.giveUpAfterMs;
  let last = 'no try was made';
  for (let pauseMs = FIRST_PAUSE_MS; Date.now() < giveUpAt; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(patience.tryTimeoutMs) });
      const body: unknown = await response.json();
      if (!RETRIED_STATUSES.has(response.status)) return body;
      last = `status ${response.status}`;
    } catch (err) {
      last = err instanceof Error ? err.message : String(err);
    }
    await sleep(pauseMs);
  }
  throw new NothingReadError(`${url} had no answer in ${patience.giveUpAfterMs} ms: ${last}`);
}
