/** Brings movements to their end that the request could not: by callback, by asking, after a crash. */
import { afterLookUp, contradictionOf, type LookUpOutcome } from '../domain/provider-movement.js';
import type { StoredCallback } from '../store/provider-callbacks.js';
import type { StoredMovement } from '../store/provider-movements.js';
import { contradict, settleIfFinal, type MovementParts } from './movement-flow.js';
import type { PaymentProvider } from './payment-provider.js';

/** Looks at once; more would only wait for the same few connections. */
const BATCH = 20;

/**
 * One round: acts on callbacks, adopts what a crash left without an intent, looks at what is due. Any number of
 * processes may run it at once. Resolves to the number of things done; never rejects for one movement's fault.
 */
export async function resolveMovements(parts: MovementParts): Promise<number> {
  const callbacks = await parts.callbacks.unhandled(BATCH);
  for (const callback of callbacks) await guarded(parts, 'callback', () => actOn(parts, callback));
  const adopted = await parts.movements.adoptLost(BATCH, parts.limits.submitMs);
  const due = await parts.movements.takeDue(BATCH, parts.limits.submitMs);
  await Promise.all(due.map((movement) => guarded(parts, 'resolve', () => resolveOne(parts, movement))));
  return callbacks.length + adopted + due.length;
}

async function guarded(parts: MovementParts, step: 'callback' | 'resolve', work: () => Promise<unknown>) {
  try {
    await work();
  } catch (err) {
    parts.observer.failed(step, err);
  }
}

/** A callback only says that it is time to ask: so a repeated, late, reordered or untrue one can settle nothing. */
async function actOn(parts: MovementParts, callback: StoredCallback): Promise<void> {
  const movement = await parts.movements.byId(callback.movementId);
  if (movement && !movement.isSettled) await parts.movements.checkIn(movement.id, 0);
  else if (movement) await compare(parts, movement);
  await parts.callbacks.markHandled(callback.id);
}

/** Something came for a payment that is settled. Mostly a repetition; if not, a person must know. */
async function compare(parts: MovementParts, movement: StoredMovement): Promise<void> {
  const provider = parts.providers.get(movement.provider);
  if (!provider || movement.party === '') return;
  const outcome = await provider.lookUp(movement);
  const contradiction = contradictionOf(movement.state === 'succeeded' ? 'succeeded' : 'failed', outcome);
  if (contradiction !== undefined) await contradict(parts, movement, contradiction);
}

async function resolveOne(parts: MovementParts, movement: StoredMovement): Promise<void> {
  const { limits, movements, providers } = parts;
  if (movement.state === 'not_submitted') {
    if (movement.ageMs >= limits.abandonAfterMs) await movements.abandon(movement.id);
    await settleLatest(parts, movement);
    return;
  }
  const provider = providers.get(movement.provider);
  if (movement.state !== 'succeeded' && movement.state !== 'failed' && provider) {
    const outcome = await ask(parts, provider, movement);
    parts.observer.lookedUp(movement, outcome);
    const { ageMs, wasAccepted } = movement;
    const { notFoundAfterMs } = limits;
    await movements.record(movement.id, afterLookUp({ outcome, ageMs, wasAccepted, notFoundAfterMs }));
  }
  await settleLatest(parts, movement);
}

function ask({ limits }: MovementParts, provider: PaymentProvider, movement: StoredMovement): Promise<LookUpOutcome> {
  const isOverdue = movement.wasAccepted && movement.ageMs >= limits.cancelAfterMs;
  return isOverdue && provider.cancel ? provider.cancel(movement) : provider.lookUp(movement);
}

async function settleLatest(parts: MovementParts, { id }: StoredMovement): Promise<void> {
  const latest = await parts.movements.byId(id);
  if (latest) await settleIfFinal(parts, latest);
}
