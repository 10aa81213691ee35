/** What the fraud team asks of the payments service, and what became of it: values of the two command topics. */
import { z } from 'zod';

const wireId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`));

/** A user has one wallet, so the user names it: the fraud context knows senders, not wallets. */
export const walletCommandKinds = ['freeze_wallet', 'unfreeze_wallet'] as const;
export type WalletCommandKind = (typeof walletCommandKinds)[number];

/** Longest reason, in characters, as the payments service keeps it in its audit log. */
export const MAX_COMMAND_REASON_LENGTH = 500;
/** Longest name of who decided, in characters. */
export const MAX_COMMAND_ACTOR_LENGTH = 100;

export const walletCommand = z.object({
  schema_version: z.literal(1),
  /** The command is executed once under this id, however often its record comes. */
  command_id: wireId('cmd'),
  kind: z.enum(walletCommandKinds),
  user_id: wireId('usr'),
  /** The alert that the decision is about. */
  alert_id: wireId('alt'),
  reason: z.string().min(1).max(MAX_COMMAND_REASON_LENGTH),
  /** Who decided. */
  actor: z.string().min(1).max(MAX_COMMAND_ACTOR_LENGTH),
  issued_at: z.iso.datetime({ offset: true }),
});

export type WalletCommand = z.infer<typeof walletCommand>;

/** What a command came to. Refused: it will never be executed. */
export const commandOutcomes = ['executed', 'refused'] as const;

export const walletCommandResult = z.object({
  schema_version: z.literal(1),
  command_id: wireId('cmd'),
  kind: z.enum(walletCommandKinds),
  user_id: wireId('usr'),
  /** Null when the user has no wallet. */
  wallet_id: wireId('wal').nullable(),
  outcome: z.enum(commandOutcomes),
  /** Of the error catalogue, when it was refused. */
  code: z.string().nullable(),
  decided_at: z.iso.datetime({ offset: true }),
});

export type WalletCommandResult = z.infer<typeof walletCommandResult>;
