/** A small world to decide in, and the same world after a decision, as the database would be. */
import type { Hundredths } from '@vf/money';
import type { WriteAnswer } from './decide.js';
import { keyOf, referenceOf, type Decision, type Facts, type LockedWallet, type PostingRequest } from './posting.js';

export const CLIENT = '00000000-0000-7000-8000-0000000000c1';
export const OTHER_CLIENT = '00000000-0000-7000-8000-0000000000c2';
export const NOW = 1_795_000_000_000_000n;

/** Names everything that must not depend on how requests were cut into batches. */
export const plainAnswer: WriteAnswer = ({ request, status, failure }) => ({
  status: failure ? 402 : 201,
  body: JSON.stringify({ id: request.paymentId, status, failure: failure?.code ?? null }),
});

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
    knownKeys: new Map(),
    takenReferences: new Set(),
    now: NOW,
    ...over,
  };
}

/** What the next batch finds after this decision was committed. */
export function after(before: Facts, decision: Decision): Facts {
  const wallets = new Map(before.wallets);
  for (const moved of decision.wallets) wallets.set(moved.id, moved);
  const knownKeys = new Map(before.knownKeys);
  const takenReferences = new Set(before.takenReferences);
  for (const { request: asked, status, answer } of decision.payments) {
    knownKeys.set(keyOf(asked), { fingerprint: asked.fingerprint, paymentId: asked.paymentId, answer });
    if (asked.clientReference !== null && status === 'success') {
      takenReferences.add(referenceOf(asked.clientId, asked.clientReference));
    }
  }
  return { wallets, knownKeys, takenReferences, now: before.now };
}
