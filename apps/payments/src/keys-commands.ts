/** What each `keys` command does, and what it prints. */
import { wireId } from '@vf/money';
import {
  addApiKey,
  hashOfApiKey,
  hintOfApiKey,
  limitClient,
  listApiKeys,
  newApiKey,
  OPERATOR,
  revokeApiKey,
  rotateApiKey,
  type ListedKey,
  type Mode,
  type PaymentsDatabase,
} from '@vf/payments';
import { expiryOf } from './create-client-key.js';
import type { KeysCommand } from './keys-arguments.js';

/** `result` is what a script takes; `note` is for the person at the terminal. */
export interface Printed {
  readonly result: string;
  readonly note: string;
}

const HOUR_MS = 3_600_000;
type Of<V extends KeysCommand['verb']> = Extract<KeysCommand, { verb: V }>;

/** Throws an Error with a sentence for the operator when there is nothing to act on. */
export function runKeysCommand(db: PaymentsDatabase, mode: Mode, command: KeysCommand): Promise<Printed> {
  switch (command.verb) {
    case 'create':
      return create(db, mode, command);
    case 'list':
      return list(db, command);
    case 'rotate':
      return rotate(db, mode, command);
    case 'revoke':
      return revoke(db, command);
    case 'limit':
      return limit(db, command);
  }
}

const kept = (key: string) => ({ keyHash: hashOfApiKey(key), hint: hintOfApiKey(key) });

async function create(db: PaymentsDatabase, mode: Mode, { client, ...asked }: Of<'create'>): Promise<Printed> {
  const key = newApiKey(mode);
  const { keyId, clientId, isNewClient } = await addApiKey(db, {
    ...kept(key),
    clientName: client,
    scopes: asked.scopes,
    expiresAt: expiryOf(asked.expiresInDays),
    feeBasisPoints: asked.feeBasisPoints,
    reason: asked.reason,
  });
  const whose = `${isNewClient ? 'new client' : 'client'} ${client} (${wireId('cli', clientId)})`;
  return { result: key, note: `${wireId('key', keyId)} of ${whose}; shown this once` };
}

async function list(db: PaymentsDatabase, { client, json }: Of<'list'>): Promise<Printed> {
  const keys = await listApiKeys(db, client);
  return { result: json ? JSON.stringify(keys.map(shown)) : table(keys), note: '' };
}

const shown = ({ id, clientId, ...key }: ListedKey) => ({
  id: wireId('key', id),
  client_id: wireId('cli', clientId),
  client: key.clientName,
  hint: key.hint,
  state: key.state,
  scopes: key.scopes,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
  revoked_at: key.revokedAt,
  last_used_at: key.lastUsedAt,
});

function table(keys: readonly ListedKey[]): string {
  const day = (at: Date | null) => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '-';
  const rows = keys.map((key) => [
    wireId('key', key.id),
    `${key.hint ?? '?'}...`,
    key.state,
    key.clientName,
    wireId('cli', key.clientId),
    day(key.expiresAt),
    day(key.lastUsedAt),
    key.scopes.join(','),
  ]);
  const lines = [['key', 'begins', 'state', 'client', 'client id', 'expires', 'last used', 'scopes'], ...rows];
  const widths = lines[0]?.map((_name, n) => Math.max(...lines.map((line) => line[n]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function rotate(db: PaymentsDatabase, mode: Mode, asked: Of<'rotate'>): Promise<Printed> {
  const key = newApiKey(mode);
  const rotated = await rotateApiKey(db, {
    ...kept(key),
    keyId: asked.keyId,
    overlapMs: asked.overlapHours * HOUR_MS,
    expiresAt: expiryOf(asked.expiresInDays),
    reason: asked.reason,
    actor: OPERATOR,
  });
  if (!rotated) throw new Error('There is no such key that still works and was not rotated before.');
  const until = rotated.oldExpiresAt?.toISOString() ?? 'never';
  return { result: key, note: `${wireId('key', rotated.newKeyId)}; the old key works until ${until}` };
}

async function revoke(db: PaymentsDatabase, { keyId, reason }: Of<'revoke'>): Promise<Printed> {
  const done = await revokeApiKey(db, { keyId, reason, actor: OPERATOR });
  if (!done) throw new Error('There is no such key, or it is revoked already.');
  return { result: '', note: 'revoked; a process may believe it for five seconds more' };
}

async function limit(db: PaymentsDatabase, { client, requests, reason }: Of<'limit'>): Promise<Printed> {
  const done = await limitClient(db, { clientName: client, rateLimit: requests, reason, actor: OPERATOR });
  if (!done) throw new Error(`There is no client ${client}.`);
  return { result: '', note: requests === null ? 'the limit of the deployment' : `${requests} requests a window` };
}
