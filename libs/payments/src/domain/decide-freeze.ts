/** Freezing a wallet: whatever is decided after it finds the wallet frozen, in this batch as in any later one. */
import type { FreezeRequest } from './operations.js';
import type { Outcome } from './posting.js';
import { changeWallet, outcomeOfKey, stamp, takeKey, type Running } from './running.js';

/** Any client's wallet: whoever holds this right acts for the platform. Its own wallets have other owners and keep working. */
export function decideFreeze(request: FreezeRequest, running: Running): Outcome {
  const known = outcomeOfKey(request, running);
  if (known) return known;
  const wallet = running.wallets.get(request.walletId);
  if (wallet?.kind !== 'user') return { kind: 'rejected', rejection: { code: 'wallet_not_found', party: 'sender' } };
  const at = stamp(running.now, [wallet]);
  const freeze = { request, createdAt: at };
  running.freezes.push(freeze);
  changeWallet({ ...wallet, isFrozen: request.op === 'freeze', updatedAt: at }, running);
  const answer = takeKey(request, { of: 'freeze', freeze }, { paymentId: null, at }, running);
  return { kind: 'done', madeId: request.operationId, answer };
}
