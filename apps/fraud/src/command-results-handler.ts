import { PoisonRecordError, type BatchHandler } from '@vf/consumer';
import type { WalletCommandResult } from '@vf/contracts';
import { storeCommandResults, type CommandResult, type FraudTables } from '@vf/fraud';
import { uuidOfWireId } from '@vf/money';
import type { Log } from '@vf/platform';

/** Keeps what the payments service answered, in the transaction of the batch's position. */
export function commandResultsHandler(log: Log): BatchHandler<FraudTables, WalletCommandResult> {
  return async ({ records }, { tx }) => {
    const unknown = await storeCommandResults(
      tx,
      records.map(({ value }) => commandResultOf(value)),
    );
    // A database that was restored to an earlier state: the commands were carried out all the same.
    if (unknown.size > 0) log.warn({ commands: [...unknown] }, 'results came of commands that are not known here');
  };
}

/** The schema has checked the forms of the ids. */
function commandResultOf({ command_id, outcome, code, wallet_id, decided_at }: WalletCommandResult): CommandResult {
  const commandId = uuidOfWireId('cmd', command_id);
  if (commandId === undefined) throw new PoisonRecordError('command_id_invalid', 'a result names no command');
  return {
    commandId,
    outcome,
    code,
    walletId: wallet_id === null ? null : (uuidOfWireId('wal', wallet_id) ?? null),
    decidedAt: new Date(decided_at),
  };
}
