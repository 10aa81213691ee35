/** The README's walk, by the typed client that is generated from the OpenAPI document. */
import { answerOf, hasCode, idempotent, isReplay, type PaymentsClient } from '@vf/payments-client';
import { RunningService } from './running-service.fixture.js';

let service: RunningService;
let api: PaymentsClient;

beforeAll(async () => {
  service = await RunningService.start();
  api = service.client();
});
afterAll(() => service[Symbol.asyncDispose]());

const keyed = () => ({ params: { header: idempotent() } });

async function walletOf(role: 'customer' | 'vendor', francs = 0): Promise<string> {
  const user = await answerOf(api.POST('/v1/users', { body: { email: `${crypto.randomUUID()}@example.com`, role } }));
  const { id } = await answerOf(api.POST('/v1/wallets', { body: { user_id: user.id } }));
  if (francs > 0) {
    const params = { path: { id }, header: idempotent() };
    const body = { amount: francs, currency: 'RWF', provider: 'mtn_momo' } as const;
    await answerOf(api.POST('/v1/wallets/{id}/top-ups', { params, body }));
  }
  return id;
}

const walletAt = (id: string) => answerOf(api.GET('/v1/wallets/{id}', { params: { path: { id } } }));

describe('a walk through the API', () => {
  it('pays once, however often it is asked', async () => {
    const [from, to] = [await walletOf('customer', 20_000), await walletOf('vendor')];
    const body = { sender_wallet_id: from, recipient_wallet_id: to, amount: 5_000, currency: 'RWF' } as const;
    const params = { header: idempotent(`order-${from}`) };
    const first = await api.POST('/v1/payments', { params, body });
    const again = await api.POST('/v1/payments', { params, body });
    expect([isReplay(first.response), isReplay(again.response)]).toEqual([false, true]);
    expect(again.data).toEqual(first.data);
    expect(first.data).toMatchObject({ status: 'success', amount: 5_000 });
    expect(await walletAt(from)).toMatchObject({ balance: 15_000, available: 15_000 });
    expect(await walletAt(to)).toMatchObject({ balance: 5_000 });
  });

  it('is told why not, by a code', async () => {
    const [from, to] = [await walletOf('customer', 100), await walletOf('vendor')];
    const body = { sender_wallet_id: from, recipient_wallet_id: to, amount: 101, currency: 'RWF' } as const;
    const refused = await answerOf(api.POST('/v1/payments', { ...keyed(), body })).catch((err: unknown) => err);
    expect(hasCode(refused, 'insufficient_funds')).toBe(true);
    expect(refused).toMatchObject({ status: 402, problem: { param: 'amount', retryable: false } });
  });

  it('holds, captures a part, and gives some of it back', async () => {
    const [from, to] = [await walletOf('customer', 10_000), await walletOf('vendor')];
    const parties = { sender_wallet_id: from, recipient_wallet_id: to };
    const held = await answerOf(
      api.POST('/v1/payments', {
        ...keyed(),
        body: { ...parties, amount: 3_000, currency: 'RWF', capture: 'manual', hold_seconds: 86_400 },
      }),
    );
    expect(held).toMatchObject({ status: 'pending', authorized_amount: 3_000 });
    expect(await walletAt(from)).toMatchObject({ balance: 10_000, available: 7_000 });

    const params = { path: { id: held.id }, header: idempotent() };
    const captured = await answerOf(api.POST('/v1/payments/{id}/capture', { params, body: { amount: 2_000 } }));
    expect(captured).toMatchObject({ id: held.id, status: 'success', amount: 2_000 });
    const refund = await answerOf(
      api.POST('/v1/payments/{id}/refunds', {
        params: { path: { id: held.id }, header: idempotent() },
        body: { amount: 500, reason: 'one item came back' },
      }),
    );
    expect(await answerOf(api.GET('/v1/refunds/{id}', { params: { path: { id: refund.id } } }))).toEqual(refund);
    expect(await walletAt(from)).toMatchObject({ balance: 8_500, available: 8_500 });
    expect(await walletAt(to)).toMatchObject({ balance: 1_500 });
  });

  it('lets a hold go', async () => {
    const [from, to] = [await walletOf('customer', 1_000), await walletOf('vendor')];
    const parties = { sender_wallet_id: from, recipient_wallet_id: to };
    const body = { ...parties, amount: 800, currency: 'RWF', capture: 'manual' } as const;
    const { id } = await answerOf(api.POST('/v1/payments', { ...keyed(), body }));
    const params = { path: { id }, header: idempotent() };
    const voided = await answerOf(api.POST('/v1/payments/{id}/void', { params, body: {} }));
    expect(voided).toMatchObject({ status: 'failed', failure_code: 'payment_voided' });
    expect(await walletAt(from)).toMatchObject({ balance: 1_000, available: 1_000 });
    const late = await answerOf(
      api.POST('/v1/payments/{id}/capture', { params: { path: { id }, header: idempotent() }, body: {} }),
    ).catch((err: unknown) => err);
    expect(hasCode(late, 'payment_already_voided')).toBe(true);
  });

  it('pays a basket of two vendors, and lists what was paid', async () => {
    const [from, baker, tailor] = [
      await walletOf('customer', 5_000),
      await walletOf('vendor'),
      await walletOf('vendor'),
    ];
    const legs = [
      { recipient_wallet_id: baker, amount: 1_500 },
      { recipient_wallet_id: tailor, amount: 700 },
    ];
    const body = { sender_wallet_id: from, currency: 'RWF', legs } as const;
    const checkout = await answerOf(api.POST('/v1/checkouts', { ...keyed(), body: { ...body, legs: [...legs] } }));
    expect(checkout).toMatchObject({ amount: 2_200, payments: [{ amount: 1_500 }, { amount: 700 }] });
    const listed = await answerOf(
      api.GET('/v1/payments', {
        params: { query: { wallet: tailor, 'expand[]': ['sender_wallet', 'ledger_entries'] } },
      }),
    );
    expect(listed.data).toMatchObject([
      { id: checkout.payments[1]?.id, checkout_id: checkout.id, sender_wallet: { id: from, balance: 2_800 } },
    ]);
    expect(listed.data[0]?.ledger_entries?.map(({ amount }) => amount).toSorted()).toEqual([-700, 700]);
  });
});
