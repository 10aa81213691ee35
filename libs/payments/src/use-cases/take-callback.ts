import type { MovementParts } from './movement-flow.js';
import type { PaymentProvider, RawCallback } from './payment-provider.js';

/**
 * - `kept`, `repeated`: stored as it came; the resolver acts on it.
 * - `ignored`: genuine, but about no movement of ours, so there is nothing to keep it with.
 */
export type CallbackTaken = 'kept' | 'repeated' | 'ignored' | 'forged' | 'unreadable';

/**
 * Takes a callback: judges it, keeps it as it came, and does nothing else, so that the provider is answered at once.
 * Only callbacks about movements there are are kept: who signs nothing could else fill the table for anybody.
 */
export async function takeCallback(
  { callbacks, movements }: Pick<MovementParts, 'callbacks' | 'movements'>,
  provider: PaymentProvider,
  raw: RawCallback,
): Promise<CallbackTaken> {
  const reading = provider.readCallback(raw);
  if (reading.kind === 'irrelevant') return 'ignored';
  if (reading.kind !== 'about') return reading.kind;
  const { eventKey, movementId } = reading;
  const movement = await movements.byId(movementId);
  if (movement?.provider !== provider.name) return 'ignored';
  const isNew = await callbacks.keep({ provider: provider.name, eventKey, movementId, body: raw.body });
  return isNew ? 'kept' : 'repeated';
}
