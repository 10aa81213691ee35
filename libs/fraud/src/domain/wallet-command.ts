/** A command on a sender's wallet: decided by an analyst, executed by the payments service. */
import type { WalletCommand, WalletCommandKind } from '@vf/contracts';
import { wireId } from '@vf/money';

export interface NewWalletCommand {
  /** UUIDv7. */
  readonly id: string;
  readonly kind: WalletCommandKind;
  readonly alertId: string;
  /** The alert's sender, who has one wallet. */
  readonly userId: string;
  readonly reason: string;
  /** The analyst. */
  readonly actor: string;
  /** The analyst's Idempotency-Key. */
  readonly key: string;
  readonly issuedAt: Date;
}

/** The record the command becomes on the commands topic. */
export function walletCommandOf(command: NewWalletCommand): WalletCommand {
  return {
    schema_version: 1,
    command_id: wireId('cmd', command.id),
    kind: command.kind,
    user_id: wireId('usr', command.userId),
    alert_id: wireId('alt', command.alertId),
    reason: command.reason,
    actor: command.actor,
    issued_at: command.issuedAt.toISOString(),
  };
}

/** Whether a request under a key that is taken asks for what the first one did; its time and id are not part of it. */
export function isSameCommand(
  a: Pick<NewWalletCommand, 'kind' | 'alertId' | 'reason'>,
  b: Pick<NewWalletCommand, 'kind' | 'alertId' | 'reason'>,
): boolean {
  return a.kind === b.kind && a.alertId === b.alertId && a.reason === b.reason;
}
