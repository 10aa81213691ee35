/**
 * Executes the fraud team's commands. The freeze is posted in a transaction of its own, under the command's id as its
 * idempotency key; the result is written in the transaction of the position. A death between the two finds the key taken
 * when the record comes again, so the freeze is done once and its result is still told.
 */
import { PassingFaultError, PoisonRecordError, type BatchHandler } from '@vf/consumer';
import { fraudTeamClientId, type WalletCommand, type WalletCommandResult } from '@vf/contracts';
import { uuidOfWireId, wireId } from '@vf/money';
import {
  answeredCommands,
  fingerprintOf,
  storeCommandResult,
  walletsOfUsers,
  type FreezeRequest,
  type Outcome,
  type PaymentsTables,
  type Posting,
} from '@vf/payments';
import { v7 as uuidv7 } from 'uuid';

export interface CommandsOptions {
  readonly posting: Pick<Posting, 'submit'>;
  readonly now: () => Date;
  /** Told of each command that was answered. */
  readonly onAnswered: (outcome: WalletCommandResult['outcome']) => void;
}

export function walletCommandsHandler(options: CommandsOptions): BatchHandler<PaymentsTables, WalletCommand> {
  return async ({ records }, { tx }) => {
    const commands = records.map(({ value }) => ({ command: value, ...idsOf(value) }));
    const answered = new Set(
      await answeredCommands(
        tx,
        commands.map(({ commandId }) => commandId),
      ),
    );
    const wallets = await walletsOfUsers(
      tx,
      commands.map(({ userId }) => userId),
    );
    // One after the other: a freeze and the unfreeze behind it must not change places.
    for (const { command, commandId, userId } of commands) {
      if (answered.has(commandId)) continue;
      answered.add(commandId);
      const walletId = wallets.get(userId);
      const code = walletId === undefined ? 'wallet_not_found' : await execute(command, walletId, options);
      const result = resultOf(command, { walletId, code, at: options.now() });
      await storeCommandResult(tx, { commandId, userId, result });
      options.onAnswered(result.outcome);
    }
  };
}

/** The code of a refusal; null when it is done, now or before. */
async function execute(command: WalletCommand, walletId: string, { posting }: CommandsOptions): Promise<string | null> {
  const outcome = await posting.submit(freezeOf(command, walletId)).catch((err: unknown) => {
    // Not posted, or not known to be: the key tells, once the record is tried again.
    throw new PassingFaultError('a command could not be executed now', { cause: err });
  });
  return refusalOf(outcome);
}

function refusalOf(outcome: Outcome): string | null {
  if (outcome.kind === 'rejected') return outcome.rejection.code;
  if (outcome.kind === 'key_reused') {
    throw new PoisonRecordError('command_id_reused', 'its id was executed with another content');
  }
  return null;
}

function freezeOf(command: WalletCommand, walletId: string): FreezeRequest {
  const { command_id: key, kind, reason, actor } = command;
  const op = kind === 'freeze_wallet' ? 'freeze' : 'unfreeze';
  return {
    ...{ op, operationId: uuidv7(), walletId, reason, actor },
    ...{ clientId: fraudTeamClientId, key, requestId: key },
    fingerprint: fingerprintOf({ kind, path: walletId, body: { reason, actor } }),
  };
}

interface Decided {
  readonly walletId: string | undefined;
  readonly code: string | null;
  readonly at: Date;
}

const resultOf = (command: WalletCommand, { walletId, code, at }: Decided): WalletCommandResult => ({
  schema_version: 1,
  command_id: command.command_id,
  kind: command.kind,
  user_id: command.user_id,
  wallet_id: walletId === undefined ? null : wireId('wal', walletId),
  outcome: code === null ? 'executed' : 'refused',
  code,
  decided_at: at.toISOString(),
});

/** The schema has checked the forms of the ids. */
function idsOf({ command_id, user_id }: WalletCommand): { commandId: string; userId: string } {
  const [commandId, userId] = [uuidOfWireId('cmd', command_id), uuidOfWireId('usr', user_id)];
  if (commandId === undefined || userId === undefined) {
    throw new PoisonRecordError('command_id_invalid', 'a command names no command or no user');
  }
  return { commandId, userId };
}
