import { expectConflict } from './expect-conflict.fixture.js';
import { RunningService, type Answer } from './running-service.fixture.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('a batch', () => {
  const item = (key: string, from: string, to: string, over: object = {}) => ({
    idempotency_key: key,
    sender_wallet_id: from,
    recipient_wallet_id: to,
    amount: 1,
    currency: 'RWF',
    ...over,
  });
  const post = (items: unknown[]) => service.ask('/v1/payments/batch', { body: { items } });
  const dataOf = ({ body }: Answer) =>
    body['data'] as { status: number; replayed: boolean; body: Record<string, unknown> }[];

  it('of a thousand is posted, and one poison item leaves 999 untouched', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const items = Array.from({ length: 1_000 }, (_, n) => item(`thousand-${n}`, from, to));
    items[500] = item('thousand-500', from, to, { amount: 0.5 });
    const answer = await post(items);
    expect(answer.status).toBe(200);
    const statuses = dataOf(answer).map(({ status }) => status);
    expect(statuses).toEqual(items.map((_item, n) => (n === 500 ? 422 : 201)));
    expect(dataOf(answer)[500]!.body).toMatchObject({ code: 'amount_not_integer', param: 'amount' });
    expect(await service.balance(to)).toBe(999);
    const again = dataOf(await post(items.slice(0, 3)));
    expect(again.map(({ replayed }) => replayed)).toEqual([true, true, true]);
    expect(again[0]!.body).toEqual(dataOf(answer)[0]!.body);
  }, 30_000);

  it('answers each item as it would be alone, also by a retry elsewhere', async () => {
    const [from, to] = [await service.wallet(10), await service.wallet(0)];
    const items = [
      item('each-1', from, to),
      item('each-1', from, to),
      item('each-1', from, to, { amount: 2 }),
      item('each-2', from, `wal_${'a'.repeat(32)}`),
      item('each-3', from, to, { amount: 100 }),
      { ...item('', from, to), idempotency_key: undefined },
      'not an item',
      item('each-4', from, from),
    ];
    const data = dataOf(await post(items));
    expect(data.map(({ status, replayed, body }) => [status, replayed, body['code']])).toEqual([
      [201, false, undefined],
      [201, true, undefined],
      [422, false, 'idempotency_key_reused'],
      [404, false, 'wallet_not_found'],
      [402, false, 'insufficient_funds'],
      [400, false, 'idempotency_key_missing'],
      [422, false, 'field_invalid'],
      [422, false, 'same_wallet'],
    ]);
    const alone = await service.pay(from, to, { amount: 1 }, { idempotencyKey: 'each-1' });
    expect([alone.body, alone.headers.get('idempotent-replayed')]).toEqual([data[0]!.body, 'true']);
  });

  it.each([[{ items: [] }], [{ items: Array.from({ length: 1_001 }, () => ({})) }], [{ items: 'x' }]])(
    'is not %#',
    async (body) => {
      expectConflict(await service.ask('/v1/payments/batch', { body }), 422, 'field_invalid', 'items');
    },
  );

  it('may be larger than any other body, and not without end', async () => {
    const notes = { a: 'x'.repeat(500), b: 'x'.repeat(500) };
    const [from, to] = [await service.wallet(400), await service.wallet(0)];
    const large = Array.from({ length: 400 }, (_, n) => item(`large-${n}`, from, to, { metadata: notes }));
    expect(new Set(dataOf(await post(large)).map(({ status }) => status))).toEqual(new Set([201]));
    expectConflict(await post([{ note: 'x'.repeat(2_200_000) }]), 413, 'body_too_large');
  });
});
