import { addApiKey, hashOfApiKey, hintOfApiKey, newApiKey, openDatabase, type Mode } from '@vf/payments';
import type { ClientArguments } from './client-arguments.js';

export interface ClientKeyOptions extends ClientArguments {
  readonly DATABASE_URL: string;
  readonly API_MODE: Mode;
}

const DAY_MS = 86_400_000;

/** When a key made now ends. */
export const expiryOf = (days: number | null) => (days === null ? null : new Date(Date.now() + days * DAY_MS));

/** Stores the hash of a new key and returns the key, which nobody can read again. */
export async function createClientKey(options: ClientKeyOptions) {
  const db = openDatabase({ connectionString: options.DATABASE_URL, maxConnections: 1 });
  try {
    const key = newApiKey(options.API_MODE);
    const added = await addApiKey(db, {
      clientName: options.name,
      keyHash: hashOfApiKey(key),
      hint: hintOfApiKey(key),
      scopes: options.scopes,
      feeBasisPoints: options.feeBasisPoints,
      expiresAt: expiryOf(options.expiresInDays),
      reason: options.reason,
    });
    return { key, ...added };
  } finally {
    await db.destroy();
  }
}
