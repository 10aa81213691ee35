import { walletCommandStatuses, type WalletCommandAnswer } from '@vf/contracts';
import type { WalletCommandView } from '@vf/fraud';
import { wireId } from '@vf/money';

export function walletCommandAnswerOf({ result, ...command }: WalletCommandView): WalletCommandAnswer {
  const walletId = result?.walletId ?? null;
  return {
    object: 'wallet_command',
    id: wireId('cmd', command.id),
    kind: command.kind,
    status: walletCommandStatuses.find((status) => status === result?.outcome) ?? 'pending',
    code: result?.code ?? null,
    alert_id: wireId('alt', command.alertId),
    user_id: wireId('usr', command.userId),
    wallet_id: walletId === null ? null : wireId('wal', walletId),
    reason: command.reason,
    actor: command.actor,
    created_at: command.issuedAt.toISOString(),
    decided_at: result?.decidedAt.toISOString() ?? null,
  };
}
