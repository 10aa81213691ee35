/** Random sequences of every operation, over few wallets and keys and small amounts, so that every rule is met often. */
import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import type { CheckoutLeg, Operation } from './operations.js';

/** Who takes part. */
export interface Cast {
  readonly clientId: string;
  readonly otherClientId: string;
  /** Of users of the client. */
  readonly wallets: readonly string[];
  readonly clearing: string;
  readonly platform: string;
  /** A fresh id. */
  readonly newId: () => string;
}

const HOUR_US = 3_600_000_000n;

export interface Step {
  readonly op: Operation['op'] | 'top_up';
  readonly key: number;
  readonly body: number;
  readonly foreign: boolean;
  readonly from: number;
  readonly to: number;
  readonly amount: bigint;
  readonly part: boolean;
  readonly which: number;
  readonly reference: string | null;
  readonly basisPoints: number;
  readonly senderPays: boolean;
  readonly expired: boolean;
  readonly succeeded: boolean;
  readonly legs: readonly bigint[];
}

const ops: readonly Step['op'][] = [
  'pay',
  'pay',
  'top_up',
  'authorise',
  'authorise',
  'capture',
  'capture',
  'void',
  'expire',
  'refund',
  'refund',
  'refund',
  'checkout',
  'start_top_up',
  'start_payout',
  'settle',
  'settle',
  'freeze',
  'unfreeze',
  'unfreeze',
];

/** RWF: whole francs, so amounts are multiples of a hundred hundredths. */
const francs = (max: bigint) => fc.bigInt({ min: 1n, max }).map((value) => value * 100n);

/** fast-check keeps lists short by itself; where limits must fill up first, ask for long ones. */
export const steps = (maxLength: number, minLength = 1): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      op: fc.constantFrom(...ops),
      key: fc.integer({ min: 1, max: 40 }),
      body: fc.constantFrom(0, 0, 0, 1),
      foreign: fc.integer({ min: 1, max: 20 }).map((n) => n === 1),
      from: fc.nat(),
      to: fc.nat(),
      amount: fc.oneof(francs(4n), francs(40n)),
      part: fc.boolean(),
      which: fc.nat(),
      reference: fc.option(fc.constantFrom('order-1', 'order-2', 'order-3'), { freq: 2 }),
      basisPoints: fc.constantFrom(0, 0, 250, 1_250, 5_000),
      senderPays: fc.boolean(),
      expired: fc.boolean(),
      succeeded: fc.boolean(),
      legs: fc.array(francs(20n), { minLength: 1, maxLength: 4 }),
    }),
    { minLength, maxLength },
  );

/** The steps as operations. Those on payments name one that an earlier step has asked for, whatever became of it. */
export function operationsOf(all: readonly Step[], cast: Cast): Operation[] {
  const paymentIds: string[] = [];
  return all.map((step) => operationOf(step, cast, paymentIds));
}

function operationOf(step: Step, cast: Cast, paymentIds: string[]): Operation {
  const keyed = {
    clientId: step.foreign ? cast.otherClientId : cast.clientId,
    key: `key ${step.key}`,
    fingerprint: (step.body === 0 ? 'ab' : 'cd').repeat(32),
    requestId: 'req-test',
  };
  const create = () => {
    const paymentId = cast.newId();
    paymentIds.push(paymentId);
    return paymentId;
  };
  const paymentId = paymentIds[step.which % Math.max(paymentIds.length, 1)] ?? cast.newId();
  const operationId = cast.newId();
  const amount = step.amount as Hundredths;
  const sender = step.from % cast.wallets.length;
  const walletAfter = (n: number) =>
    cast.wallets[(sender + 1 + (n % (cast.wallets.length - 1))) % cast.wallets.length]!;
  const senderWalletId = cast.wallets[sender]!;
  const fee = step.basisPoints > 0 && {
    fee: {
      basisPoints: step.basisPoints,
      bearer: step.senderPays ? ('sender' as const) : ('recipient' as const),
    },
  };
  const order = () => {
    const id = create();
    const clientReference = step.reference;
    const shared = { currency: 'RWF' as const, provider: 'internal', metadata: '{}' };
    return { ...keyed, ...shared, paymentId: id, reference: `VF-${id}`, clientReference, amount };
  };
  switch (step.op) {
    case 'pay':
      return {
        ...order(),
        ...fee,
        op: 'pay',
        origin: 'payment',
        senderWalletId,
        recipientWalletId: walletAfter(step.to),
      };
    case 'top_up':
      return {
        ...order(),
        op: 'pay',
        origin: 'top_up',
        senderWalletId: cast.clearing,
        recipientWalletId: senderWalletId,
      };
    case 'authorise': {
      const recipientWalletId = walletAfter(step.to);
      // Over before it began, or never within the test, whatever the clock does.
      const expiresInUs = step.expired ? -HOUR_US : HOUR_US;
      return { ...order(), ...fee, op: 'authorise', origin: 'payment', senderWalletId, recipientWalletId, expiresInUs };
    }
    case 'start_top_up':
      return {
        ...order(),
        op: 'start_top_up',
        origin: 'top_up',
        senderWalletId: cast.clearing,
        recipientWalletId: senderWalletId,
      };
    case 'start_payout':
      return { ...order(), op: 'start_payout', origin: 'payout', senderWalletId, recipientWalletId: cast.clearing };
    case 'checkout': {
      const legs = step.legs.map((leg, n): CheckoutLeg => {
        const id = create();
        const recipientWalletId = walletAfter(step.to + n);
        return { paymentId: id, reference: `VF-${id}`, recipientWalletId, amount: leg as Hundredths, metadata: '{}' };
      });
      const shared = { currency: 'RWF' as const, provider: 'internal', metadata: '{}' };
      const clientReference = step.reference;
      return {
        ...keyed,
        ...shared,
        ...fee,
        op: 'checkout',
        checkoutId: operationId,
        clientReference,
        senderWalletId,
        legs,
      };
    }
    case 'capture':
      return { ...keyed, op: 'capture', operationId, paymentId, minorUnits: step.part ? amount / 100n : null };
    case 'void':
      return { ...keyed, op: 'void', operationId, paymentId };
    case 'refund':
      return {
        ...keyed,
        op: 'refund',
        refundId: operationId,
        paymentId,
        minorUnits: step.part ? amount / 100n : null,
        reason: null,
        metadata: '{}',
      };
    case 'expire':
      return { op: 'expire', paymentId, requestId: 'resolver' };
    case 'settle': {
      const result = step.succeeded
        ? { succeeded: true as const }
        : { succeeded: false as const, failureCode: 'declined' };
      return { op: 'settle', paymentId, requestId: 'resolver', result };
    }
    case 'freeze':
    case 'unfreeze':
      return { ...keyed, op: step.op, operationId, walletId: senderWalletId, reason: 'test', actor: 'tester' };
  }
}
