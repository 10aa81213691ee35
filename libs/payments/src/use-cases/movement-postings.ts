/** The operations of posting, as moving money by a provider needs them. */
import { clearingAccountOf } from '@vf/contracts';
import type { Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import type { MovementPostings, MovementStart, SettleOutcome, StartOutcome } from './provider-movements.js';

const FIRST_ERROR_STATUS = 400;

/** Over what submits to the posting queue. */
export function movementPostings(submit: (operation: Operation) => Promise<Outcome>): MovementPostings {
  return {
    async startTopUp({ walletId, ...start }) {
      const senderWalletId = clearingAccountOf(start.provider).walletId;
      const order = { ...start, senderWalletId, recipientWalletId: walletId };
      return startOutcome(await submit({ ...order, op: 'start_top_up', origin: 'top_up' }), start);
    },
    async startPayout({ walletId, ...start }) {
      const recipientWalletId = clearingAccountOf(start.provider).walletId;
      const order = { ...start, senderWalletId: walletId, recipientWalletId };
      return startOutcome(await submit({ ...order, op: 'start_payout', origin: 'payout' }), start);
    },
    async settle({ failureCode, paymentId }) {
      const result = failureCode === null ? { succeeded: true as const } : { succeeded: false as const, failureCode };
      return settleOutcome(
        await submit({ op: 'settle', paymentId, result, requestId: paymentId }),
        failureCode !== null,
      );
    },
  };
}

function startOutcome(outcome: Outcome, { paymentId }: Pick<MovementStart, 'paymentId'>): StartOutcome {
  switch (outcome.kind) {
    case 'posted':
      return { kind: 'started', paymentId, isReplay: false };
    case 'failed':
      return { kind: 'refused', paymentId, answer: outcome.answer, isReplay: false };
    case 'replayed':
    case 'recovered': {
      const { answer, kind, madeId } = outcome;
      const same = { paymentId: madeId, isReplay: kind === 'replayed' };
      return answer.status >= FIRST_ERROR_STATUS ? { kind: 'refused', answer, ...same } : { kind: 'started', ...same };
    }
    case 'key_reused':
      return { kind: 'key_reused', paymentId: outcome.paymentId };
    case 'rejected':
      return outcome;
    case 'done':
    case 'refused':
    case 'settled':
    case 'already_settled':
    case 'not_settled':
      throw new Error(`posting answers ${outcome.kind} to the start of a movement`);
  }
}

function settleOutcome(outcome: Outcome, isFailure: boolean): SettleOutcome {
  switch (outcome.kind) {
    case 'settled':
      return 'settled';
    case 'already_settled':
      return (outcome.payment.status === 'failed') === isFailure ? 'settled' : 'settled_otherwise';
    case 'not_settled':
      return 'kept';
    case 'posted':
    case 'failed':
    case 'done':
    case 'refused':
    case 'replayed':
    case 'recovered':
    case 'key_reused':
    case 'rejected':
      throw new Error(`posting answers ${outcome.kind} to a settlement`);
  }
}
