import type { Hundredths } from '@vf/money';
import { decide } from './decide.js';
import { CLIENT, facts, NOW, OTHER_CLIENT, plainAnswer, request, wallet } from './decide.fixture.js';
import { exceedsGrant, grantKeyOf, standing, type Grant } from './grants.js';
import type { PostingRequest, StartPayoutRequest } from './operations.js';

const h = (value: bigint) => value as Hundredths;

const grant = (over: Partial<Grant> = {}): Grant => ({
  id: 'grant',
  walletId: 'theirs',
  granteeClientId: CLIENT,
  totalLimit: h(1_000n),
  paymentLimit: h(600n),
  used: h(0n),
  expiresAt: null,
  ...over,
});

/** A wallet of another client with plenty on it, and one of our own. */
const world = (granted?: Grant, limits?: { payment: Hundredths | null; daily: Hundredths | null }) =>
  facts(
    [
      wallet('theirs', { clientId: OTHER_CLIENT, balance: h(1_000_000n), ...(limits && { limits }) }),
      wallet('b'),
      wallet('clearing', { kind: 'clearing', clientId: null }),
    ],
    {
      rights: {
        grants: new Map(granted ? [[grantKeyOf(granted.walletId, granted.granteeClientId), granted]] : []),
        spentToday: new Map(limits ? [['user of theirs', h(0n)]] : []),
      },
    },
  );

let asked = 0;
const pay = (amount: bigint, over: Partial<PostingRequest> = {}): PostingRequest => {
  asked += 1;
  return request({
    key: `k${asked}`,
    paymentId: `p${asked}`,
    reference: `r${asked}`,
    senderWalletId: 'theirs',
    amount: h(amount),
    ...over,
  });
};
const told = (requests: readonly PostingRequest[], found: ReturnType<typeof world>) =>
  decide(requests, found, plainAnswer).outcomes.map((outcome) =>
    outcome.kind === 'failed'
      ? outcome.payment.failure?.code
      : outcome.kind === 'rejected'
        ? outcome.rejection.code
        : outcome.kind,
  );

describe('a grant', () => {
  it('stands until its moment, and not at it', () => {
    expect(standing(grant({ expiresAt: 10n }), 9n)).toBeDefined();
    expect(standing(grant({ expiresAt: 10n }), 10n)).toBeUndefined();
    expect(standing(undefined, 0n)).toBeUndefined();
  });

  it('allows up to its limits, the last franc included', () => {
    expect([600n, 601n].map((debit) => exceedsGrant(grant(), debit))).toEqual([false, true]);
    expect([200n, 201n].map((debit) => exceedsGrant(grant({ used: h(800n) }), debit))).toEqual([false, true]);
    expect(exceedsGrant(grant({ totalLimit: null, paymentLimit: null }), 10n ** 15n)).toBe(false);
  });

  it('lets another client’s wallet be debited, and counts across a batch', () => {
    const decision = decide([pay(600n), pay(300n), pay(101n), pay(100n)], world(grant()), plainAnswer);
    expect(decision.outcomes.map(({ kind }) => kind)).toEqual(['posted', 'posted', 'failed', 'posted']);
    expect(decision.usedGrants).toEqual([grant({ used: h(1_000n) })]);
  });

  it('counts the fee that the sender bears', () => {
    const fee = { basisPoints: 100, bearer: 'sender' } as const;
    const found = world(grant({ paymentLimit: h(10_000n), totalLimit: null }));
    const wallets = new Map(found.wallets).set('fees', wallet('fees', { kind: 'platform', clientId: null }));
    const decision = decide([pay(10_000n, { fee })], { ...found, wallets, feeWalletId: 'fees' }, plainAnswer);
    expect(decision.outcomes[0]).toMatchObject({
      kind: 'failed',
      payment: { failure: { code: 'grant_limit_exceeded' } },
    });
  });

  it.each<[string, Grant | undefined]>([
    ['none', undefined],
    ['one that is over', grant({ expiresAt: NOW })],
    ['one of another client', grant({ granteeClientId: 'someone else' })],
    ['one on another wallet', grant({ walletId: 'elsewhere' })],
  ])('%s is as if the wallet were not there', (_what, granted) => {
    expect(told([pay(1n)], world(granted))).toEqual(['wallet_not_found']);
  });

  it('is not a right to pay out', () => {
    const payout: StartPayoutRequest = {
      ...pay(1n, { recipientWalletId: 'clearing' }),
      op: 'start_payout',
      origin: 'payout',
    };
    const { outcomes } = decide([payout], world(grant()), plainAnswer);
    expect(outcomes).toEqual([{ kind: 'rejected', rejection: { code: 'wallet_not_found', party: 'sender' } }]);
  });

  it('does not lift what the wallet’s user may spend', () => {
    const found = world(grant(), { payment: h(400n), daily: h(500n) });
    expect(told([pay(401n), pay(400n), pay(101n), pay(100n)], found)).toEqual([
      'kyc_limit_exceeded',
      'posted',
      'kyc_limit_exceeded',
      'posted',
    ]);
  });
});
