/** A top-up or payout from the request to its first outcome: reserve, call, settle. No transaction is open meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterSubmit, type MovementKind } from '../domain/provider-movement.js';
import type { StoredMovement } from '../store/provider-movements.js';
import { settleIfFinal, type MovementParts } from './movement-flow.js';
import type { PaymentProvider } from './payment-provider.js';
import { NotPosted } from './posting-fault.js';
import type { MovementStart, StartOutcome } from './provider-movements.js';

export interface MovementRequest extends MovementStart {
  readonly kind: MovementKind;
  readonly party: string;
}

export type MoveOutcome =
  | Exclude<StartOutcome, { kind: 'started' }>
  /** The payment is final; read it. */
  | { readonly kind: 'settled'; readonly paymentId: string; readonly isReplay: boolean }
  /** With the provider, or unknown: it will be settled by a callback or by asking. */
  | { readonly kind: 'processing'; readonly paymentId: string; readonly isReplay: boolean }
  /** The provider was not reached. The same key submits. */
  | { readonly kind: 'not_submitted'; readonly paymentId: string };

/**
 * Moves money by the provider. A repeated key goes on where the first request stopped: it submits only what is known
 * not to have been submitted, and otherwise tells what became of it. Rejects with NotPosted.
 */
export async function moveByProvider(
  parts: MovementParts,
  provider: PaymentProvider,
  request: MovementRequest,
): Promise<MoveOutcome> {
  const { postings } = parts;
  const started = await (request.kind === 'top_up' ? postings.startTopUp(request) : postings.startPayout(request));
  if (started.kind !== 'started') return started;
  const { paymentId, isReplay } = started;
  try {
    const claimed = await claim(parts, request, paymentId);
    const movement = claimed.isOurs ? await submit(parts, provider, claimed.movement) : claimed.movement;
    if (movement.state === 'not_submitted') {
      await settleIfFinal(parts, movement);
      return { kind: 'not_submitted', paymentId };
    }
    return { kind: await settle(parts, movement), paymentId, isReplay };
  } catch (err) {
    // The payment is committed, and from here on the provider may have it: what failed is our book-keeping. The key
    // tells the outcome once the database is back; "nothing was done" would be a lie.
    parts.observer.failed('submit', err);
    throw new NotPosted('outcome_unknown', { cause: err });
  }
}

interface Claimed {
  readonly movement: StoredMovement;
  /** This request alone may submit it. */
  readonly isOurs: boolean;
}

/** Commits the intent, which is what makes this request the only one that submits. */
async function claim({ movements, limits }: MovementParts, request: MovementRequest, paymentId: string) {
  const { provider, kind, amount, currency, party } = request;
  const intent = { id: randomUUID(), paymentId, provider, kind, amount, currency, party };
  const isFirst = await movements.begin(intent, limits.submitMs);
  const movement = await movements.ofPayment(paymentId);
  if (!movement) throw new Error('a movement just written can not be read');
  if (isFirst) return { movement, isOurs: true } satisfies Claimed;
  const again =
    movement.state === 'not_submitted' ? await movements.beginAgain(movement.id, limits.submitMs) : undefined;
  return { movement: again ?? movement, isOurs: again !== undefined } satisfies Claimed;
}

async function submit(parts: MovementParts, provider: PaymentProvider, movement: StoredMovement) {
  const since = performance.now();
  const outcome = await provider.submit(movement);
  parts.observer.submitted(movement, outcome, performance.now() - since);
  return (await parts.movements.record(movement.id, afterSubmit(outcome))) ?? movement;
}

/** A settlement that fails is the resolver's: the outcome is written down already. */
async function settle(parts: MovementParts, movement: StoredMovement): Promise<'settled' | 'processing'> {
  try {
    return (await settleIfFinal(parts, movement)) === 'settled' ? 'settled' : 'processing';
  } catch (err) {
    parts.observer.failed('settle', err);
    return 'processing';
  }
}
