import { addApiKey, hashOfApiKey, newApiKey, openDatabase, type Mode } from '@vf/payments';
import type { ClientArguments } from './client-arguments.js';

export interface ClientKeyOptions extends ClientArguments {
  readonly DATABASE_URL: string;
  readonly API_MODE: Mode;
}

const DAY_MS = 86_400_000;

/** Stores the hash of a new key and returns the key, which nobody can read again. */
export async function createClientKey(options: ClientKeyOptions) {
  const db = openDatabase({ connectionString: options.DATABASE_URL, maxConnections: 1 });
  try {
    const key = newApiKey(options.API_MODE);
    const added = await addApiKey(db, {
      clientName: options.name,
      keyHash: hashOfApiKey(key),
      scopes: options.scopes,
      feeBasisPoints: options.feeBasisPoints,
      expiresAt: options.expiresInDays === null ? null : new Date(Date.now() + options.expiresInDays * DAY_MS),
    });
    return { key, ...added };
  } finally {
    await db.destroy();
  }
}
