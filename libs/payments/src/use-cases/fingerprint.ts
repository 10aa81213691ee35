import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * Fingerprint of a request, in hex: SHA-256 over the canonical JSON (RFC 8785) of what was asked where. Member order
 * and white space do not matter; the kind and path do, so that a key is not taken for the same by another operation.
 */
export function fingerprintOf(asked: { readonly kind: string; readonly path: string; readonly body: unknown }): string {
  return createHash('sha256')
    .update(canonicalize(asked) ?? '')
    .digest('hex');
}
