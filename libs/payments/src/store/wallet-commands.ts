/** What became of the fraud team's commands. A row ends its command: it is looked up before anything is executed. */
import type { WalletCommandResult } from '@vf/contracts';
import type { Transaction } from 'kysely';
import type { DB } from './db.generated.js';

/** Which of these commands were answered before. */
export async function answeredCommands(
  tx: Transaction<DB>,
  commandIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (commandIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('wallet_command_result')
    .select('command_id')
    .where('command_id', 'in', [...new Set(commandIds)])
    .execute();
  return new Set(rows.map((row) => row.command_id));
}

/** The wallets of users, by user: each has one, or none yet. */
export async function walletsOfUsers(
  tx: Transaction<DB>,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('wallets')
    .select(['id', 'user_id'])
    .where('user_id', 'in', [...new Set(userIds)])
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.id]));
}

export interface ResultToStore {
  readonly commandId: string;
  readonly userId: string;
  readonly result: WalletCommandResult;
}

/** Keeps the result and, with the commit, publishes it. The first one of a command stays. */
export async function storeCommandResult(tx: Transaction<DB>, { commandId, userId, result }: ResultToStore) {
  await tx
    .insertInto('wallet_command_result')
    .values({
      command_id: commandId,
      result_key: result.command_id,
      user_id: userId,
      payload: JSON.stringify(result),
    })
    .onConflict((conflict) => conflict.column('command_id').doNothing())
    .execute();
}
