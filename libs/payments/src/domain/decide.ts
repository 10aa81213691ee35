/**
 * The heart of posting: decides a batch in arrival order, in memory, with every wallet locked. Pure, so that the whole
 * batch is equal to posting its operations one by one, and one operation can not fail another.
 */
import { decideCheckout } from './decide-checkout.js';
import { decideFreeze } from './decide-freeze.js';
import { decideCapture, decideExpiry, decideVoid } from './decide-hold.js';
import { decideOrder } from './decide-order.js';
import { decideRefund } from './decide-refund.js';
import { decideSettlement } from './decide-settlement.js';
import type { Operation } from './operations.js';
import type { Decision, Facts, Outcome, WriteAnswer } from './posting.js';
import { begin, end, type Running } from './running.js';

/** Decides every operation, each seeing what the ones before it did. Never throws on any combination of inputs. */
export function decide(operations: readonly Operation[], facts: Facts, writeAnswer: WriteAnswer): Decision {
  const running = begin(facts, writeAnswer);
  const outcomes = operations.map((operation) => decideOne(operation, running));
  return end(running, outcomes);
}

function decideOne(operation: Operation, running: Running): Outcome {
  switch (operation.op) {
    case 'pay':
    case 'authorise':
    case 'start_top_up':
    case 'start_payout':
      return decideOrder(operation, running);
    case 'checkout':
      return decideCheckout(operation, running);
    case 'capture':
      return decideCapture(operation, running);
    case 'void':
      return decideVoid(operation, running);
    case 'expire':
      return decideExpiry(operation, running);
    case 'refund':
      return decideRefund(operation, running);
    case 'settle':
      return decideSettlement(operation, running);
    case 'freeze':
    case 'unfreeze':
      return decideFreeze(operation, running);
  }
}
