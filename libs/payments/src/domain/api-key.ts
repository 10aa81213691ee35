/** API keys: what they look like, what they allow, and what of them is kept. */
import { createHash, randomBytes } from 'node:crypto';

/** A deployment is one or the other; a key of the other one is refused, so that a test never moves real money. */
export const modes = ['test', 'live'] as const;
export type Mode = (typeof modes)[number];

/** What a key may do. Named `resource:right`. */
export const scopes = [
  'users:read',
  'users:write',
  'wallets:read',
  'wallets:write',
  'payments:read',
  'payments:write',
  'top_ups:write',
  'top_ups:request',
  'payouts:request',
  /** Freezes and unfreezes. */
  'wallets:admin',
  'grants:read',
  'grants:write',
  /** Says how well a user is known, and what that allows. */
  'users:admin',
  'audit:read',
  'webhooks:read',
  'webhooks:write',
] as const;
export type Scope = (typeof scopes)[number];

/**
 * For the platform's own people, and in no key that does not ask for it: what acts on things of every client, and what makes
 * money by saying that it has come.
 */
export const platformScopes: readonly Scope[] = ['top_ups:write', 'wallets:admin', 'users:admin', 'audit:read'];

/** What a new key may do when nothing is said: everything a client does with its own. */
export const ownScopes: readonly Scope[] = scopes.filter((scope) => !platformScopes.includes(scope));

const KEY = /^vf_(test|live)_[A-Za-z0-9_-]{43}$/;
const SECRET_BYTES = 32;
/** `vf_test_` and four characters: 232 of the 256 random bits stay unknown. */
const HINT_LENGTH = 12;

/** A new key: `vf_test_` and 256 random bits. Shown once; only its hash is kept. */
export function newApiKey(mode: Mode): string {
  return `vf_${mode}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** The mode a key carries, or undefined when the text is not a key. */
export function modeOfApiKey(key: string): Mode | undefined {
  const mode = KEY.exec(key)?.[1];
  return modes.find((each) => each === mode);
}

/** The beginning of a key, kept so that a person can tell one key from another. */
export function hintOfApiKey(key: string): string {
  return key.slice(0, HINT_LENGTH);
}

/** What is kept of a key and looked up: its SHA-256. */
export function hashOfApiKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}
