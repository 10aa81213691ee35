/**
 * The signature of a webhook: `t=<unix seconds>,v1=<hex>[,v1=<hex>]`, each v1 the HMAC-SHA256 of `<t>.<body>` under one
 * of the endpoint's secrets. Two while a secret is being rotated, so that a receiver may have either.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const WEBHOOK_SIGNATURE_HEADER = 'vendorflow-signature';
/** How far from now a signature may be, in seconds: whoever recorded a request can repeat it no longer than that. */
export const WEBHOOK_TOLERANCE_S = 300;

const MAX_HEADER_LENGTH = 1_024;
const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;

export type WebhookVerdict =
  | { readonly ok: true; readonly timestampS: number }
  | { readonly ok: false; readonly reason: 'malformed' | 'no_match' | 'too_old_or_new' };

/** The header's value. Throws RangeError without a secret. */
export function signWebhook(body: string | Uint8Array, timestampS: number, secrets: readonly string[]): string {
  if (secrets.length === 0) throw new RangeError('a webhook is signed with one secret at least');
  return [`t=${timestampS}`, ...secrets.map((secret) => `v1=${digest(body, String(timestampS), secret)}`)].join(',');
}

export interface VerifyWebhook {
  /** The body as it arrived. Parsed and written anew it has other bytes, and no signature fits. */
  readonly body: string | Uint8Array;
  /** Value of the header `VendorFlow-Signature`. */
  readonly header: string | undefined;
  /** The endpoint's secret; several while the receiver rotates. */
  readonly secrets: readonly string[];
  readonly nowMs?: number;
  readonly toleranceS?: number;
}

/** For receivers: whether the request is ours and fresh. Compares in constant time; never throws. */
export function verifyWebhook(request: VerifyWebhook): WebhookVerdict {
  const { body, header = '', secrets, nowMs = Date.now(), toleranceS = WEBHOOK_TOLERANCE_S } = request;
  const parts = header.length > MAX_HEADER_LENGTH ? [] : header.split(',').map((part) => part.trim());
  const timestamps = valuesOf(parts, 't=');
  const [timestamp] = timestamps;
  // Two times would let a verifier sign by one and judge the age by the other.
  if (timestamp === undefined || timestamps.length > 1 || !TIMESTAMP.test(timestamp)) return refused('malformed');
  const given = valuesOf(parts, 'v1=').filter((text) => SIGNATURE.test(text));
  if (given.length === 0) return refused('malformed');
  const matches = secrets.flatMap((secret) => {
    const expected = Buffer.from(digest(body, timestamp, secret), 'hex');
    return given.map((text) => timingSafeEqual(expected, Buffer.from(text, 'hex')));
  });
  if (!matches.includes(true)) return refused('no_match');
  const timestampS = Number(timestamp);
  return Math.abs(nowMs / 1_000 - timestampS) <= toleranceS ? { ok: true, timestampS } : refused('too_old_or_new');
}

const refused = (reason: 'malformed' | 'no_match' | 'too_old_or_new'): WebhookVerdict => ({ ok: false, reason });

const valuesOf = (parts: readonly string[], name: string): string[] =>
  parts.filter((part) => part.startsWith(name)).map((part) => part.slice(name.length));

const digest = (body: string | Uint8Array, timestamp: string, secret: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
