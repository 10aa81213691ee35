/** An analyst's decision on the running stack, from the alert to the frozen wallet and back. */
import { randomUUID } from 'node:crypto';
import { walletCommandAnswer, type WalletCommandAnswer } from '@vf/contracts';
import type { StackAccess } from '@vf/demo';
import { uuidOfWireId } from '@vf/money';
import { eventually } from '@vf/testing';
import pg from 'pg';

const PATIENCE_MS = 60_000;

async function call(access: StackAccess, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(new URL(path, access.fraudUrl), {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${access.analystToken}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  return answer.json();
}

/** Freezes the wallet of some alert's sender. Resolves with what the fraud team is told in the end. */
export async function freezeByCommand(access: StackAccess): Promise<WalletCommandAnswer> {
  const { data } = (await call(access, '/v1/alerts?limit=1')) as { data: { id: string }[] };
  const [alert] = data;
  if (!alert) throw new Error('there is no alert');
  const asked = walletCommandAnswer.parse(
    await call(access, `/v1/alerts/${alert.id}/freeze-wallet`, { reason: 'drill' }),
  );
  return eventually(
    async () => {
      const now = walletCommandAnswer.parse(await call(access, `/v1/wallet-commands/${asked.id}`));
      if (now.status === 'pending') throw new Error('the command is not answered');
      return now;
    },
    { timeoutMs: PATIENCE_MS },
  );
}

/** How often the books say that the wallet was frozen, and whether it is. */
export async function freezesOf(access: StackAccess, walletId: string | null) {
  const client = new pg.Client(access.sourceDatabaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ is_frozen: boolean; freezes: number }>(
      `SELECT is_frozen, (SELECT count(*)::int FROM wallet_freezes WHERE wallet_id = wallets.id) AS freezes
       FROM wallets WHERE id = $1`,
      [walletId === null ? null : uuidOfWireId('wal', walletId)],
    );
    return rows;
  } finally {
    await client.end();
  }
}
