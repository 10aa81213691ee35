/** The words of the audit log: who did what to what, and why. */

/** Who acts: an API key over HTTP, or an operator at the command line, whom the database login names. */
export type Actor =
  | { readonly kind: 'key'; readonly clientId: string; readonly keyId: string; readonly requestId: string }
  | { readonly kind: 'operator' };

export const OPERATOR: Actor = { kind: 'operator' };

/** Every act that is written down. `object.verb`, stable: programs look for it. */
export type AuditAction =
  | 'api_key.create'
  | 'api_key.rotate'
  | 'api_key.revoke'
  | 'api_client.limit'
  | 'wallet_grant.create'
  | 'wallet_grant.revoke'
  | 'user.kyc'
  | 'kyc_limit.set'
  | 'kyc_limit.remove'
  | 'wallet.freeze'
  | 'wallet.unfreeze';

/** One act. `before` and `after` hold what it changed: never personal data, never a secret. */
export interface Act {
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly objectKind: 'api_key' | 'api_client' | 'wallet_grant' | 'user' | 'kyc_limit' | 'wallet';
  /** Bare UUID, or the natural key of what has none. */
  readonly objectId: string;
  readonly reason: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** An act as it is read back. */
export interface AuditEntry {
  readonly id: string;
  readonly at: bigint;
  readonly actorClientId: string | null;
  readonly actorKeyId: string | null;
  readonly databaseLogin: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string | null;
}
