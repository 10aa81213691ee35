import { type Cut, cuttingProxy, eventually } from '@vf/testing';
import { isKeyed, isOrder, type Operation, type RefundRequest } from '../domain/operations.js';
import { NotPosted } from '../use-cases/posting-fault.js';
import { everyOperation, rowsLeft } from './every-operation.fixture.js';
import { ask, createWorld, faultsOf, openPosting, type World } from './posting-world.fixture.js';

describe('when the connection breaks around COMMIT', () => {
  let world: World;
  let proxy: Awaited<ReturnType<typeof cuttingProxy>>;

  beforeEach(async () => {
    world = await createWorld([100_000n, 0n]);
    proxy = await cuttingProxy(world.db.urlFor('payments_service'));
  });
  afterEach(async () => {
    const faults = await faultsOf(world);
    await proxy[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  const paymentsWith = async (key: string) => {
    const { rows } = await world.admin.query<{ payment_id: string }>(
      'SELECT payment_id FROM idempotency_keys WHERE key = $1',
      [key],
    );
    return rows.map((row) => row.payment_id);
  };

  it.each<[Cut, string, string]>([
    ['before', 'the server rolled back, so it is posted anew', 'posted'],
    ['after', 'the server had committed, and the key says so', 'recovered'],
    ['late', 'the server commits while we look, and we wait for it', 'recovered'],
  ])('%s: %s', async (cut, _what, kind) => {
    const reruns: string[] = [];
    await using posting = openPosting(world, { url: proxy.url, slots: 1, observer: { rerun: (r) => reruns.push(r) } });
    await posting.submit(ask(world));
    const request = ask(world, { key: 'the-one' });
    proxy.cutNextCommit(cut);
    expect(await posting.submit(request)).toMatchObject({ kind, answer: { status: 201 } });
    expect(reruns).toContain('unknown');
    expect(await paymentsWith('the-one')).toEqual([request.paymentId]);
  });

  it('settles a whole batch: every request is posted once', async () => {
    await using posting = openPosting(world, { url: proxy.url, slots: 1 });
    proxy.cutNextCommit('after');
    const requests = Array.from({ length: 30 }, (_, n) => ask(world, { key: `batch-${n}` }));
    const outcomes = await posting.postTogether(requests);
    expect(outcomes).toEqual(requests.map(() => expect.objectContaining({ kind: 'recovered' }) as unknown));
  });

  it.each<[Cut, string]>([
    ['before', 'done'],
    ['after', 'recovered'],
  ])('%s: a refund is carried out once, and told as its own', async (cut, kind) => {
    await using posting = openPosting(world, { url: proxy.url, slots: 1 });
    const paid = ask(world);
    await posting.submit(paid);
    const { clientId, fingerprint, paymentId } = paid;
    const refund: RefundRequest = {
      ...{ op: 'refund', clientId, fingerprint, paymentId, key: 'refund', requestId: 'req-test' },
      ...{ refundId: ask(world).paymentId, minorUnits: null, reason: null, metadata: '{}' },
    };
    proxy.cutNextCommit(cut);
    expect(await posting.submit(refund)).toMatchObject({ kind, answer: { status: 201 } });
    const { rows } = await world.admin.query<object>('SELECT id FROM refunds');
    expect(rows).toEqual([{ id: refund.refundId }]);
  });

  it.each<[Cut, (operation: Operation) => string]>([
    ['before', (each) => (isOrder(each) ? 'posted' : each.op === 'settle' ? 'settled' : 'done')],
    ['after', (each) => (each.op === 'settle' ? 'already_settled' : 'recovered')],
    ['late', (each) => (each.op === 'settle' ? 'already_settled' : 'recovered')],
  ])('%s: a batch of every operation is carried out once, and each key tells so', async (cut, kindOf) => {
    await using posting = openPosting(world, { url: proxy.url, slots: 1 });
    const all = await everyOperation(world, posting);
    const before = await rowsLeft(world);
    const operations = all();
    proxy.cutNextCommit(cut);
    const kinds = (await posting.postTogether(operations)).map((each) => ('kind' in each ? each.kind : each.message));
    expect(kinds).toEqual(operations.map(kindOf));
    const left = await rowsLeft(world);
    expect(left).not.toEqual(before);
    // As a caller sends them again that never heard the answer.
    const retries = all().filter(isKeyed);
    const again = await posting.postTogether(retries);
    expect(again.map((each) => ('kind' in each ? each.kind : each.message))).toEqual(retries.map(() => 'replayed'));
    expect(await rowsLeft(world)).toEqual(left);
  });

  it('does not take the locks of its own late COMMIT for another one’s: says it does not know', async () => {
    await using posting = openPosting(world, { url: proxy.url, slots: 1, lockTimeoutMs: 30 });
    const requests = [ask(world, { key: 'late-0' }), ask(world, { key: 'late-1' })];
    const judged = Promise.withResolvers<undefined>();
    proxy.cutNextCommit('late', { untilLate: () => judged.promise });
    expect(await posting.postTogether(requests)).toMatchObject([
      { reason: 'outcome_unknown' },
      { reason: 'outcome_unknown' },
    ]);
    judged.resolve(undefined);
    await eventually(async () => {
      for (const { key, paymentId } of requests) expect(await paymentsWith(key)).toEqual([paymentId]);
    });
  });

  it.each<[Cut, string]>([
    ['before', 'posted'],
    ['after', 'replayed'],
  ])('%s, and the database stays away: says it does not know, and the key tells later', async (cut, kind) => {
    await using posting = openPosting(world, { url: proxy.url, slots: 1 });
    await posting.submit(ask(world));
    const request = ask(world, { key: 'the-one' });
    proxy.cutNextCommit(cut, { thenRefuse: true });
    const refusal = await posting.submit(request).catch((err: unknown) => err);
    expect(refusal).toBeInstanceOf(NotPosted);
    expect(refusal).toMatchObject({ reason: 'outcome_unknown' });
    proxy.refuse(false);
    const retry = { ...request, paymentId: ask(world).paymentId };
    expect(await posting.submit(retry)).toMatchObject({ kind });
    expect(await paymentsWith('the-one')).toHaveLength(1);
  });
});
