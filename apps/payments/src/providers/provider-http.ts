/** One HTTP exchange with a provider. Never throws, never repeats itself, and tells what is known of a failed one. */

export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** For the whole exchange, the answer's body included. */
  readonly timeoutMs: number;
}

/** `not_sent`: no connection was made, so the provider can not have begun. `lost`: it may have. */
export type Exchanged =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'lost'; readonly detail: string };

const MAX_ANSWER_BYTES = 256 * 1024;
/** Errors of making a connection: nothing of the request has left. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export async function exchange({ body, headers, method, timeoutMs, url }: Exchange): Promise<Exchanged> {
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // A redirect would send the money's request to a place that nobody has configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { kind: 'answered', status: response.status, body: parsed(await readLimited(response)) };
  } catch (err) {
    return failureOf(err);
  }
}

/**
 * `fetch` for a client that trusts its provider: the same limits, and an answer that is no JSON object, or no
 * error where the status is one, fails instead of reaching it. Stripe's SDK takes any object without `error` for success
 * whatever the status, and given a bare string it throws where nobody can catch it and never settles its promise.
 */
export const guardedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const text = await readLimited(response);
  const body = parsed(text);
  if (typeof body !== 'object' || body === null)
    throw new TypeError(`the answer (status ${response.status}) is no JSON object`);
  return new Response(text, { status: response.status, headers: response.headers });
};

/** What a failed fetch says about the request. */
export function failureOf(err: unknown): Exclude<Exchanged, { kind: 'answered' }> {
  const code = textOf(memberOf(memberOf(err, 'cause'), 'code')) ?? textOf(memberOf(err, 'code'));
  const detail = code ?? textOf(memberOf(err, 'name')) ?? 'unknown error';
  return { kind: code !== undefined && BEFORE_SENDING.has(code) ? 'not_sent' : 'lost', detail };
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** At most so many bytes: a provider's answer is small, and whatever is not must not fill our memory. */
async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    const part = chunk as Uint8Array;
    bytes += part.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new RangeError('the answer is too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The answer's JSON; undefined for an empty body or anything else, such as a proxy's page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
