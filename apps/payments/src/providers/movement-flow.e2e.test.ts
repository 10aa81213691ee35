/** Every magic amount from the request to the ledger, for each provider, in both directions. */
import { randomUUID } from 'node:crypto';
import { MovementStore, type MovementKind } from '@vf/payments';
import { eventually } from '@vf/testing';
import { RunningFlow } from './running-flow.fixture.js';
import { sandboxedProviders, type SandboxedProvider } from './sandboxed-providers.fixture.js';

const FUNDS = 100_000;
const kinds: readonly MovementKind[] = ['top_up', 'payout'];

/**
 * Amount, what the request may be told, and how the payment ends. A callback can settle a payment while its request
 * still waits for the provider's answer.
 */
const endings: readonly [number, readonly string[], string | null][] = [
  [1_500, ['settled', 'processing'], null],
  [4001, ['settled', 'processing'], 'provider_insufficient_funds'],
  [4002, ['settled', 'processing'], 'provider_account_not_found'],
  [4003, ['settled', 'processing'], 'provider_not_approved'],
  [4004, ['settled', 'processing'], 'provider_limit_exceeded'],
  [5001, ['settled', 'processing'], null],
  [5002, ['settled', 'processing'], null],
  [5003, ['processing'], 'provider_not_accepted'],
  [5004, ['settled', 'processing'], null],
  [5005, ['not_submitted'], 'provider_not_submitted'],
  [6001, ['settled', 'processing'], null],
  [6002, ['settled', 'processing'], null],
  [6003, ['settled', 'processing'], null],
  [6004, ['settled', 'processing'], null],
];

async function balanceAfter(
  flow: RunningFlow,
  wallet: string,
  kind: MovementKind,
  francs: number,
  failure: string | null,
) {
  const moved = failure === null ? francs : 0;
  const balance = kind === 'top_up' ? FUNDS + moved : FUNDS - moved;
  expect(await flow.balance(wallet)).toEqual({ balance, held: 0 });
}

describe.each(sandboxedProviders)('by $name', (provider) => {
  let flow: RunningFlow;
  beforeAll(async () => {
    flow = await RunningFlow.start();
    flow.resolve(2);
  });
  afterAll(() => flow[Symbol.asyncDispose]());

  it.each(kinds)('every amount ends as it must, submitted once: %s', async (kind) => {
    const ended = endings.map(async ([francs, told, failure]) => {
      const wallet = await flow.wallet(FUNDS);
      const outcome = await flow.move(provider, kind, wallet, francs);
      expect([francs, told]).toEqual([francs, expect.arrayContaining([outcome.kind])]);
      const paymentId = 'paymentId' in outcome ? (outcome.paymentId ?? '') : '';
      const { failure_code: failureCode, status } = await flow.settled(paymentId);
      expect([francs, status, failureCode]).toEqual([francs, failure === null ? 'success' : 'failed', failure]);
      await balanceAfter(flow, wallet, kind, francs, failure);
      expect(await flow.submissions(provider, paymentId)).toBeLessThanOrEqual(1);
    });
    await Promise.all(ended);
    expect(flow.told.failures).toEqual([]);
    expect(flow.told.contradictions).toEqual([]);
  });

  it('counts a callback that comes twice as one', async () => {
    const wallet = await flow.wallet(0);
    const outcome = await flow.move(provider, 'top_up', wallet, 6002);
    const paymentId = 'paymentId' in outcome ? (outcome.paymentId ?? '') : '';
    await flow.settled(paymentId);
    await eventually(async () => expect(await flow.deliveries(paymentId)).toEqual([2]));
    expect(await flow.balance(wallet)).toEqual({ balance: 6002, held: 0 });
  });
});

const [, momo] = sandboxedProviders as [SandboxedProvider, SandboxedProvider];
const [stripe] = sandboxedProviders as [SandboxedProvider];

describe('a movement', () => {
  let flow: RunningFlow;
  beforeEach(async () => {
    flow = await RunningFlow.start({ notFoundAfterMs: 60_000, abandonAfterMs: 60_000 });
  });
  afterEach(() => flow[Symbol.asyncDispose]());
  const idOf = (outcome: object) => String((outcome as { paymentId?: string }).paymentId);

  it('asked for thirty times at once with one key is submitted once', async () => {
    const wallet = await flow.wallet(FUNDS);
    const key = randomUUID();
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => flow.move(momo, 'payout', wallet, 1_000, key)));
    expect(new Set(outcomes.map(idOf)).size).toBe(1);
    flow.resolve();
    expect(await flow.settled(idOf(outcomes[0]!))).toMatchObject({ status: 'success' });
    expect(await flow.submissions(momo, idOf(outcomes[0]!))).toBe(1);
    expect(await flow.balance(wallet)).toEqual({ balance: FUNDS - 1_000, held: 0 });
  });

  it('holds a payout’s money while its outcome is unknown', async () => {
    const wallet = await flow.wallet(FUNDS);
    expect(await flow.move(momo, 'payout', wallet, 5001)).toMatchObject({ kind: 'processing' });
    expect(await flow.balance(wallet)).toEqual({ balance: FUNDS, held: 5001 });
    expect(await flow.move(momo, 'payout', wallet, FUNDS)).toMatchObject({ kind: 'refused' });
    flow.resolve();
    await eventually(async () => expect(await flow.balance(wallet)).toEqual({ balance: FUNDS - 5001, held: 0 }));
  });

  it('that was not submitted is submitted by the retry with its key, once', async () => {
    const wallet = await flow.wallet(0);
    const key = randomUUID();
    const adapter = flow.parts.providers.get('mtn_momo')!;
    const away = new Map(flow.parts.providers).set('mtn_momo', momo.adapter('http://127.0.0.1:9'));
    const parts = { ...flow.parts };
    flow.parts = { ...parts, providers: away };
    expect(await flow.move(momo, 'top_up', wallet, 800, key)).toMatchObject({ kind: 'not_submitted' });
    flow.parts = { ...parts, providers: new Map(away).set('mtn_momo', adapter) };
    const retries = await Promise.all(Array.from({ length: 5 }, () => flow.move(momo, 'top_up', wallet, 800, key)));
    flow.resolve();
    expect(await flow.settled(idOf(retries[0]!))).toMatchObject({ status: 'success' });
    expect(await flow.submissions(momo, idOf(retries[0]!))).toBe(1);
    expect(await flow.balance(wallet)).toEqual({ balance: 800, held: 0 });
  });

  it('tells a retry how it ended', async () => {
    const wallet = await flow.wallet(0);
    const key = randomUUID();
    const first = await flow.move(stripe, 'top_up', wallet, 800, key);
    expect(first).toMatchObject({ kind: 'settled', isReplay: false });
    expect(await flow.move(stripe, 'top_up', wallet, 800, key)).toEqual({ ...first, isReplay: true });
    expect(await flow.submissions(stripe, idOf(first))).toBe(1);
  });

  it('whose process died before the intent was written is failed, and can not be submitted by a retry', async () => {
    const wallet = await flow.wallet(FUNDS);
    const key = randomUUID();
    const begin = flow.parts.movements.begin.bind(flow.parts.movements);
    const { movements } = flow.parts;
    // Stands for the death: the statement never reaches the database.
    movements.begin = () => Promise.reject(new Error('killed'));
    await expect(flow.move(momo, 'payout', wallet, 900, key)).rejects.toThrow('outcome_unknown');
    movements.begin = begin;
    expect(await flow.balance(wallet)).toEqual({ balance: FUNDS, held: 900 });
    flow.resolve();
    await eventually(async () => expect(await flow.balance(wallet)).toEqual({ balance: FUNDS, held: 0 }));
    const retry = await flow.move(momo, 'payout', wallet, 900, key);
    expect(await flow.payment(idOf(retry))).toEqual({ status: 'failed', failure_code: 'provider_not_submitted' });
    expect(flow.sandboxes.get('mtn_momo')?.movements()).toEqual([]);
  });

  it('is not settled twice, nor otherwise, by many resolvers and callbacks at once', async () => {
    flow.resolve(6);
    const wallet = await flow.wallet(0);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => flow.move(momo, 'top_up', wallet, 6002)));
    await Promise.all(outcomes.map((outcome) => flow.settled(idOf(outcome))));
    expect(await flow.balance(wallet)).toEqual({ balance: 20 * 6002, held: 0 });
    expect(flow.told.failures).toEqual([]);
  });

  it('stays in processing while its wallet is frozen, and is booked afterwards', async () => {
    flow.resolve();
    const wallet = await flow.wallet(0);
    const outcome = await flow.move(momo, 'top_up', wallet, 700);
    await flow.admin.query('UPDATE wallets SET is_frozen = true WHERE id = $1', [wallet]);
    await eventually(async () =>
      expect(await flow.parts.movements.ofPayment(idOf(outcome))).toMatchObject({
        state: 'succeeded',
        isSettled: false,
      }),
    );
    expect(await flow.payment(idOf(outcome))).toMatchObject({ status: 'processing' });
    await flow.admin.query('UPDATE wallets SET is_frozen = false WHERE id = $1', [wallet]);
    expect(await flow.settled(idOf(outcome))).toMatchObject({ status: 'success' });
  });

  it('that the customer never approves is taken back where the provider can', async () => {
    flow.resolve();
    const outcome = await flow.move(stripe, 'top_up', await flow.wallet(0), 6006);
    expect(await flow.settled(idOf(outcome))).toEqual({ status: 'failed', failure_code: 'provider_not_approved' });
  });

  it('that the provider makes after we failed it is shown to a person', async () => {
    const wallet = await flow.wallet(0);
    const outcome = await flow.move(momo, 'top_up', wallet, 6004);
    const movement = (await flow.parts.movements.ofPayment(idOf(outcome)))!;
    const failed = {
      state: 'failed',
      failureCode: 'provider_not_accepted',
      providerCode: null,
      providerId: null,
    } as const;
    await flow.parts.movements.record(movement.id, failed);
    flow.resolve();
    await flow.settled(idOf(outcome));
    await flow.parts.callbacks.keep({ provider: 'mtn_momo', eventKey: 'late', movementId: movement.id, body: '{}' });
    await eventually(() => expect(flow.told.contradictions).toHaveLength(1));
    const { rows } = await flow.admin.query(
      'SELECT contradiction FROM provider_movements WHERE contradiction IS NOT NULL',
    );
    expect(rows).toHaveLength(1);
    expect(await flow.balance(wallet)).toEqual({ balance: 0, held: 0 });
  });

  it('is taken up by one resolver at a time', async () => {
    await flow.move(momo, 'top_up', await flow.wallet(0), 6006);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const taken = await Promise.all(Array.from({ length: 8 }, () => flow.parts.movements.takeDue(10, 60_000)));
    expect(taken.flat()).toHaveLength(1);
    expect(flow.parts.movements).toBeInstanceOf(MovementStore);
  });
});
