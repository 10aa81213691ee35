/** Commands and their results. A command's row is its outbox record: it is sent when its transaction commits, once. */
import type { WalletCommandKind } from '@vf/contracts';
import { isSameCommand, walletCommandOf, type NewWalletCommand } from '../domain/wallet-command.js';
import type { FraudDatabase, FraudTransaction } from './fraud-database.js';

/** A command, and what the payments service answered; null while it has not. */
export interface WalletCommandView extends Omit<NewWalletCommand, 'key'> {
  readonly result: {
    readonly outcome: string;
    readonly code: string | null;
    readonly walletId: string | null;
    readonly decidedAt: Date;
  } | null;
}

export type IssuedCommand =
  { readonly kind: 'issued' | 'known'; readonly command: WalletCommandView } | { readonly kind: 'key_reused' };

/** Writes the command down, or finds the one that the analyst's key stands for already. */
export async function issueWalletCommand(db: FraudDatabase, command: NewWalletCommand): Promise<IssuedCommand> {
  const payload = walletCommandOf(command);
  const made = await db
    .insertInto('wallet_command')
    .values({
      id: command.id,
      command_id: payload.command_id,
      alert_id: command.alertId,
      user_id: command.userId,
      kind: command.kind,
      reason: command.reason,
      actor: command.actor,
      idempotency_key: command.key,
      payload: JSON.stringify(payload),
      created_at: command.issuedAt,
    })
    .onConflict((conflict) => conflict.columns(['actor', 'idempotency_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { kind: 'issued', command: { ...command, result: null } };
  const row = await views(db)
    .where('command.actor', '=', command.actor)
    .where('command.idempotency_key', '=', command.key)
    .executeTakeFirstOrThrow();
  const known = viewOf(row);
  return isSameCommand(known, command) ? { kind: 'known', command: known } : { kind: 'key_reused' };
}

export async function findWalletCommand(db: FraudDatabase, id: string): Promise<WalletCommandView | undefined> {
  const row = await views(db).where('command.id', '=', id).executeTakeFirst();
  return row && viewOf(row);
}

export interface CommandResult {
  readonly commandId: string;
  readonly outcome: 'executed' | 'refused';
  readonly code: string | null;
  readonly walletId: string | null;
  readonly decidedAt: Date;
}

/**
 * Keeps the first result of a command; it is never answered otherwise. Gives back which commands are not known here, whose
 * results say nothing to anybody.
 */
export async function storeCommandResults(
  tx: FraudTransaction,
  results: readonly CommandResult[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(results.map(({ commandId }) => commandId))];
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom('wallet_command').select('id').where('id', 'in', ids).execute();
  const known = new Set(rows.map(({ id }) => id));
  const kept = results.filter(({ commandId }) => known.has(commandId));
  if (kept.length > 0) {
    await tx
      .insertInto('wallet_command_result')
      .values(
        kept.map(({ commandId, outcome, code, walletId, decidedAt }) => ({
          command_id: commandId,
          outcome,
          code,
          wallet_id: walletId,
          decided_at: decidedAt,
        })),
      )
      .onConflict((conflict) => conflict.column('command_id').doNothing())
      .execute();
  }
  return new Set(ids.filter((id) => !known.has(id)));
}

const views = (db: FraudDatabase) =>
  db
    .selectFrom('wallet_command as command')
    .leftJoin('wallet_command_result as result', 'result.command_id', 'command.id')
    .select(['command.id', 'command.kind', 'command.alert_id', 'command.user_id', 'command.reason', 'command.actor'])
    .select(['command.created_at', 'result.outcome', 'result.code', 'result.wallet_id', 'result.decided_at']);

type ViewRow = Awaited<ReturnType<ReturnType<typeof views>['executeTakeFirstOrThrow']>>;

const viewOf = (row: ViewRow): WalletCommandView => ({
  id: row.id,
  // The table's CHECK holds the kinds to these.
  kind: row.kind as WalletCommandKind,
  alertId: row.alert_id,
  userId: row.user_id,
  reason: row.reason,
  actor: row.actor,
  issuedAt: row.created_at,
  result:
    row.outcome === null || row.decided_at === null
      ? null
      : { outcome: row.outcome, code: row.code, walletId: row.wallet_id, decidedAt: row.decided_at },
});
