/** A small world to decide in, and the same world after a decision, as the database would be. */
import type { Hundredths } from '@vf/money';
import { grantKeyOf } from './grants.js';
import { countedOf } from './kyc-limits.js';
import { keyOfOperation, madeIdOf, type PostingRequest } from './operations.js';
import {
  referenceOf,
  type Decision,
  type Facts,
  type LockedWallet,
  type Rights,
  type Told,
  type WriteAnswer,
} from './posting.js';

export const CLIENT = '00000000-0000-7000-8000-0000000000c1';
export const OTHER_CLIENT = '00000000-0000-7000-8000-0000000000c2';
export const NOW = 1_795_000_000_000_000n;

/** Names everything but the times: what must not depend on how operations were cut into batches, nor on the clock. */
export const plainAnswer: WriteAnswer = (told) => ({
  status: statusOf(told),
  body: JSON.stringify(told, plain),
});

const TIMES = new Set(['createdAt', 'expiresAt']);

function plain(name: string, value: unknown): unknown {
  if (TIMES.has(name)) return undefined;
  return typeof value === 'bigint' ? value.toString() : value;
}

function statusOf(told: Told): number {
  switch (told.of) {
    case 'payment':
      return told.payment.failure ? 402 : 201;
    case 'refund':
      return told.refund.failure ? 402 : 201;
    case 'checkout':
      return told.checkout.failure ? 402 : 201;
    case 'refused_change':
      return 422;
    case 'change':
    case 'freeze':
      return 200;
  }
}

export function wallet(id: string, over: Partial<LockedWallet> = {}): LockedWallet {
  return {
    id,
    userId: `user of ${id}`,
    clientId: CLIENT,
    kind: 'user',
    balance: 0n as Hundredths,
    held: 0n as Hundredths,
    currency: 'RWF',
    isFrozen: false,
    ledgerSeq: 0n,
    updatedAt: 0n,
    ...over,
  };
}

export function request(over: Partial<PostingRequest> = {}): PostingRequest {
  return {
    op: 'pay',
    clientId: CLIENT,
    key: 'key-1',
    fingerprint: 'f'.repeat(64),
    paymentId: 'payment-1',
    reference: 'VF-1',
    clientReference: null,
    origin: 'payment',
    senderWalletId: 'a',
    recipientWalletId: 'b',
    amount: 100n as Hundredths,
    currency: 'RWF',
    provider: 'internal',
    metadata: '{}',
    requestId: 'req-1',
    ...over,
  };
}

export function facts(wallets: readonly LockedWallet[], over: Partial<Facts> = {}): Facts {
  return {
    wallets: new Map(wallets.map((each) => [each.id, each])),
    payments: new Map(),
    knownKeys: new Map(),
    takenReferences: new Set(),
    now: NOW,
    feeWalletId: 'platform',
    ...over,
  };
}

/** What the next batch finds after this decision was committed. */
export function after(before: Facts, decision: Decision): Facts {
  const wallets = new Map(before.wallets);
  for (const changed of decision.wallets) wallets.set(changed.id, changed);
  const payments = new Map(before.payments);
  for (const created of decision.created) payments.set(created.id, created);
  for (const changed of decision.changedPayments) payments.set(changed.id, changed);
  const knownKeys = new Map(before.knownKeys);
  for (const { operation, paymentId, answer } of decision.keys) {
    const { fingerprint } = operation;
    knownKeys.set(keyOfOperation(operation), { fingerprint, madeId: madeIdOf(operation), paymentId, answer });
  }
  const takenReferences = new Set<string>();
  for (const { clientId, clientReference, status } of payments.values()) {
    if (clientId !== null && clientReference !== null && status !== 'failed') {
      takenReferences.add(referenceOf(clientId, clientReference));
    }
  }
  const { now, feeWalletId } = before;
  const rights = before.rights && rightsAfter(before.rights, payments, { decision, now });
  return { wallets, payments, knownKeys, takenReferences, now, feeWalletId, ...(rights && { rights }) };
}

function rightsAfter(
  { grants, spentToday }: Rights,
  payments: Facts['payments'],
  { decision, now }: { readonly decision: Decision; readonly now: bigint },
): Rights {
  const sumOf = (userId: string) =>
    [...payments.values()]
      .filter(({ senderId }) => senderId === userId)
      .reduce((sum, payment) => sum + countedOf(payment, now), 0n) as Hundredths;
  const used = decision.usedGrants.map((grant) => [grantKeyOf(grant.walletId, grant.granteeClientId), grant] as const);
  return {
    grants: new Map([...grants, ...used]),
    spentToday: new Map([...spentToday.keys()].map((userId) => [userId, sumOf(userId)])),
  };
}
