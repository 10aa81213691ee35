import { MAX_HUNDREDTHS, type Hundredths } from '@vf/money';
import { decide } from './decide.js';
import { facts, NOW, OTHER_CLIENT, plainAnswer, request, wallet } from './decide.fixture.js';
import { keyOf, type PostingRequest } from './operations.js';

const money = (value: bigint) => value as Hundredths;
const a = wallet('a', { balance: money(1_000n), ledgerSeq: 7n });
const b = wallet('b', { balance: money(50n), ledgerSeq: 2n });

const decideAll = (requests: PostingRequest[], found = facts([a, b])) => decide(requests, found, plainAnswer);

describe('decide', () => {
  it('moves the amount by a debit and a credit, numbered per wallet', () => {
    const { outcomes, entries, wallets, payments } = decideAll([request({ amount: money(300n) })]);
    expect(outcomes).toMatchObject([{ kind: 'posted', answer: { status: 201 } }]);
    expect(payments).toMatchObject([{ status: 'success', senderId: 'user of a', recipientId: 'user of b' }]);
    expect(entries).toEqual([
      expect.objectContaining({
        walletId: 'a',
        type: 'debit',
        balanceBefore: 1_000n,
        balanceAfter: 700n,
        walletSeq: 8n,
      }),
      expect.objectContaining({ walletId: 'b', type: 'credit', balanceBefore: 50n, balanceAfter: 350n, walletSeq: 3n }),
    ]);
    expect(wallets).toMatchObject([
      { id: 'a', balance: 700n, ledgerSeq: 8n },
      { id: 'b', balance: 350n, ledgerSeq: 3n },
    ]);
  });

  it('lets a request spend what an earlier one of the batch brought in', () => {
    const { outcomes } = decideAll([
      request({ key: '1', amount: money(1_000n) }),
      request({ key: '2', senderWalletId: 'b', recipientWalletId: 'a', amount: money(1_050n) }),
      request({ key: '3', senderWalletId: 'b', recipientWalletId: 'a', amount: money(1n) }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['posted', 'posted', 'failed']);
  });

  it.each([
    ['a frozen sender', [{ ...a, isFrozen: true }, b], {}, 'wallet_frozen', 'sender'],
    ['a frozen recipient', [a, { ...b, isFrozen: true }], {}, 'wallet_frozen', 'recipient'],
    ['another currency than the sender holds', [{ ...a, currency: 'USD' }, b], {}, 'currency_mismatch', 'sender'],
    ['another currency than the recipient holds', [a, { ...b, currency: 'USD' }], {}, 'currency_mismatch', 'recipient'],
    ['more than there is', [a, b], { amount: money(1_001n) }, 'insufficient_funds', 'sender'],
    [
      'more than is free of holds',
      [{ ...a, held: money(1n) }, b],
      { amount: money(1_000n) },
      'insufficient_funds',
      'sender',
    ],
    [
      'more than the recipient can hold',
      [a, { ...b, balance: MAX_HUNDREDTHS }],
      {},
      'balance_limit_exceeded',
      'recipient',
    ],
    ['frozen before short of funds', [{ ...a, isFrozen: true, balance: money(0n) }, b], {}, 'wallet_frozen', 'sender'],
  ])('refuses %s, keeps the payment as failed and moves nothing', (_what, wallets, over, code, party) => {
    const { outcomes, payments, entries, wallets: moved } = decideAll([request(over)], facts(wallets));
    expect(outcomes).toMatchObject([{ kind: 'failed', payment: { failure: { code, party } } }]);
    expect(payments).toMatchObject([{ status: 'failed' }]);
    expect({ entries, moved }).toEqual({ entries: [], moved: [] });
  });

  it.each([
    ['an unknown sender', [b], {}, 'sender'],
    ['an unknown recipient', [a], {}, 'recipient'],
    ["another client's sender", [{ ...a, clientId: OTHER_CLIENT }, b], {}, 'sender'],
    ["another client's recipient", [a, { ...b, clientId: OTHER_CLIENT }], {}, 'recipient'],
    [
      'a clearing wallet as sender of a payment',
      [{ ...a, kind: 'clearing' as const, clientId: null }, b],
      {},
      'sender',
    ],
    ['a platform wallet as recipient', [a, { ...b, kind: 'platform' as const, clientId: null }], {}, 'recipient'],
    ['a user wallet as source of a top-up', [a, b], { origin: 'top_up' as const }, 'sender'],
  ])('knows nothing of %s and writes nothing', (_what, wallets, over, party) => {
    const { outcomes, payments } = decideAll([request(over)], facts(wallets));
    expect(outcomes).toEqual([{ kind: 'rejected', rejection: { code: 'wallet_not_found', party } }]);
    expect(payments).toEqual([]);
  });

  it('takes a top-up from a clearing wallet below zero', () => {
    const clearing = wallet('clearing', { kind: 'clearing', clientId: null });
    const topUp = request({ origin: 'top_up', senderWalletId: 'clearing', amount: money(500n) });
    const { wallets } = decideAll([topUp], facts([clearing, b]));
    expect(wallets).toMatchObject([{ balance: -500n }, { balance: 550n }]);
  });

  it('does not let a clearing wallet pass the end of NUMERIC(15,2)', () => {
    const clearing = wallet('clearing', { kind: 'clearing', clientId: null, balance: money(0n - MAX_HUNDREDTHS) });
    const { outcomes } = decideAll([request({ origin: 'top_up', senderWalletId: 'clearing' })], facts([clearing, b]));
    expect(outcomes).toMatchObject([{ kind: 'failed', payment: { failure: { code: 'balance_limit_exceeded' } } }]);
  });

  it('answers a key again as it was first answered, also within the batch, and posts once', () => {
    const { outcomes, payments } = decideAll([request(), request({ paymentId: 'payment-2' })]);
    expect(outcomes).toMatchObject([{ kind: 'posted' }, { kind: 'replayed', madeId: 'payment-1' }]);
    expect(payments).toHaveLength(1);
  });

  it('answers a refused key with the refusal even when the money is there now', () => {
    const refusal = {
      fingerprint: 'f'.repeat(64),
      madeId: 'old',
      paymentId: 'old',
      answer: { status: 402, body: '{}' },
    };
    const known = facts([a, b], { knownKeys: new Map([[keyOf(request()), refusal]]) });
    expect(decideAll([request()], known)).toMatchObject({
      outcomes: [{ kind: 'replayed', answer: { status: 402 } }],
      payments: [],
    });
  });

  it('refuses a key with another body', () => {
    const { outcomes } = decideAll([request(), request({ fingerprint: 'e'.repeat(64) })]);
    expect(outcomes[1]).toEqual({ kind: 'key_reused', paymentId: 'payment-1' });
  });

  it('keeps the keys of two clients apart', () => {
    const theirs = wallet('x', { clientId: OTHER_CLIENT, balance: money(500n) });
    const alsoTheirs = wallet('y', { clientId: OTHER_CLIENT });
    const other = request({
      clientId: OTHER_CLIENT,
      senderWalletId: 'x',
      recipientWalletId: 'y',
      paymentId: 'payment-2',
    });
    const { outcomes } = decideAll([request(), other], facts([a, b, theirs, alsoTheirs]));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['posted', 'posted']);
  });

  it('pays an order once, but lets a failed one be tried again', () => {
    const order = { clientReference: 'order-1' };
    const { outcomes } = decideAll([
      request({ key: '1', ...order, amount: money(5_000n) }),
      request({ key: '2', ...order }),
      request({ key: '3', ...order }),
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'failed' },
      { kind: 'posted' },
      { kind: 'rejected', rejection: { code: 'client_reference_taken' } },
    ]);
  });

  it('stamps later than the last entry of either wallet, whatever the clock says', () => {
    const ahead = { ...b, updatedAt: NOW + 10n };
    const { payments } = decideAll([request({ key: '1' }), request({ key: '2' })], facts([a, ahead]));
    expect(payments.map(({ createdAt }) => createdAt)).toEqual([NOW + 11n, NOW + 12n]);
  });
});
