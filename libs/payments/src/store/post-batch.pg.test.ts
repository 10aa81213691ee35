import type { Hundredths } from '@vf/money';
import { eventually } from '@vf/testing';
import pg from 'pg';
import { NotPosted } from '../use-cases/posting-fault.js';
import { ask, createWorld, faultsOf, openPosting, type World } from './posting-world.fixture.js';

describe('posting', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld([100_000n, 100_000n, 0n]);
  });
  afterEach(async () => {
    const faults = await faultsOf(world);
    await world[Symbol.asyncDispose]();
    expect(faults).toEqual([]);
  });

  const count = async (table: string) => {
    const { rows } = await world.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]!.n;
  };

  it('stores the payment with all that was asked, its entries and its key', async () => {
    await using posting = openPosting(world);
    const request = ask(world, { clientReference: 'order-1', provider: 'stripe' });
    await posting.submit(request);
    const { rows } = await world.admin.query<object>(
      `SELECT p.*, k.status AS answered, encode(k.fingerprint, 'hex') AS fingerprint FROM payments p
       JOIN idempotency_keys k ON k.payment_id = p.id WHERE p.id = $1`,
      [request.paymentId],
    );
    expect(rows).toMatchObject([
      {
        reference: request.reference,
        client_reference: 'order-1',
        client_id: world.clientId,
        sender_id: world.wallets[0],
        recipient_id: world.wallets[1],
        amount: '1.00',
        fee: '0.00',
        status: 'success',
        provider: 'stripe',
        metadata: JSON.parse(request.metadata) as object,
        answered: 201,
        fingerprint: request.fingerprint,
      },
    ]);
  });

  it('posts a key once when fifty ask at the same moment', async () => {
    await using posting = openPosting(world);
    const before = await count('payments');
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => posting.submit(ask(world, { key: 'same' }))));
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(49);
    expect(await count('payments')).toBe(before + 1);
  });

  it('posts a key once when two processes get it at the same moment, with other wallets too', async () => {
    await using one = openPosting(world);
    await using two = openPosting(world);
    const before = await count('payments');
    for (let round = 0; round < 20; round += 1) {
      const key = `round-${round}`;
      // Other wallets, so that no wallet lock keeps them apart and the key's own uniqueness must.
      const outcomes = await Promise.all([
        one.submit(ask(world, { key })),
        two.submit(
          ask(world, {
            key,
            senderWalletId: world.clearing,
            recipientWalletId: world.wallets[2]!,
            origin: 'top_up',
            fingerprint: 'cd'.repeat(32),
          }),
        ),
      ]);
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['key_reused', 'posted']);
    }
    expect(await count('payments')).toBe(before + 20);
  });

  it('takes a client reference once when two processes use it with other keys and wallets', async () => {
    await using one = openPosting(world);
    await using two = openPosting(world);
    for (let round = 0; round < 10; round += 1) {
      const clientReference = `order-${round}`;
      const outcomes = await Promise.all([
        one.submit(ask(world, { clientReference })),
        two.submit(
          ask(world, {
            clientReference,
            senderWalletId: world.clearing,
            recipientWalletId: world.wallets[2]!,
            origin: 'top_up',
          }),
        ),
      ]);
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['posted', 'rejected']);
    }
  });

  it('pays to and fro from two processes without a deadlock', async () => {
    const reruns: string[] = [];
    const observer = { rerun: (reason: string) => reruns.push(reason) };
    await using one = openPosting(world, { observer, maxBatch: 20 });
    await using two = openPosting(world, { observer, maxBatch: 20 });
    const [a, b] = world.wallets as [string, string, string];
    const outcomes = await Promise.all(
      Array.from({ length: 400 }, (_, n) => {
        const [senderWalletId, recipientWalletId] = n % 4 < 2 ? [a, b] : [b, a];
        return (n % 2 ? one : two).submit(ask(world, { senderWalletId, recipientWalletId }));
      }),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['posted']));
    expect(reruns).toEqual([]);
  });

  it('never spends money twice, whoever asks', async () => {
    await using one = openPosting(world);
    await using two = openPosting(world);
    const payAll = { amount: 60_000n as Hundredths };
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? one : two).submit(ask(world, payAll))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toHaveLength(9);
  });

  it('answers a refused key with the refusal after the money has come', async () => {
    await using posting = openPosting(world);
    const short = ask(world, { amount: 150_000n as Hundredths });
    expect(await posting.submit(short)).toMatchObject({ kind: 'failed' });
    await posting.submit(
      ask(world, {
        origin: 'top_up',
        senderWalletId: world.clearing,
        recipientWalletId: world.wallets[0]!,
        amount: 90_000n as Hundredths,
      }),
    );
    expect(await posting.submit(short)).toMatchObject({ kind: 'recovered', answer: { status: 402 } });
    expect(await posting.submit({ ...short, paymentId: ask(world).paymentId })).toMatchObject({
      kind: 'replayed',
      answer: { status: 402 },
    });
  });

  it('finds the one request that the database refuses and posts the others', async () => {
    const isolated: string[] = [];
    await using posting = openPosting(world, {
      observer: { isolated: (asked) => isolated.push('key' in asked ? asked.key : '') },
    });
    const requests = Array.from({ length: 9 }, (_, n) =>
      ask(world, n === 5 ? { key: 'bad', metadata: '{"no json' } : { key: `good-${n}` }),
    );
    const outcomes = await posting.postTogether(requests);
    expect(outcomes.map((outcome) => (outcome instanceof NotPosted ? outcome.reason : 'ok'))).toEqual(
      requests.map(({ key }) => (key === 'bad' ? 'internal_error' : 'ok')),
    );
    expect(isolated).toEqual(['bad']);
  });

  it('waits once for a wallet that somebody holds, however large the batch, and posts the others', async () => {
    const lockTimeoutMs = 2_000;
    await using posting = openPosting(world, { lockTimeoutMs });
    const holder = new pg.Client(world.db.url);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM wallets WHERE id = $1 FOR UPDATE', [world.wallets[2]]);
    const requests = Array.from({ length: 64 }, (_, n) =>
      n === 40 ? ask(world, { recipientWalletId: world.wallets[2]! }) : ask(world),
    );
    const started = performance.now();
    const outcomes = await posting.postTogether(requests);
    expect(performance.now() - started).toBeLessThan(2 * lockTimeoutMs);
    await holder.end();
    expect(outcomes).toEqual(
      requests.map(
        (_request, n) => expect.objectContaining(n === 40 ? { reason: 'wallet_busy' } : { kind: 'posted' }) as unknown,
      ),
    );
  });

  it('says that the database is away, and posts the same request when it is back', async () => {
    const elsewhere = new URL(world.db.urlFor('payments_service'));
    elsewhere.port = '1';
    await using away = openPosting(world, { url: elsewhere.href });
    const request = ask(world);
    await expect(away.submit(request)).rejects.toMatchObject({ reason: 'database_unavailable' });
    await using back = openPosting(world);
    expect(await back.submit(request)).toMatchObject({ kind: 'posted' });
  });

  it('goes on over new connections when the server cuts the ones it has', async () => {
    await using posting = openPosting(world);
    await posting.submit(ask(world));
    const cut = () =>
      world.admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vendorflow-posting' AND datname = current_database()",
      );
    const paying = Promise.all(Array.from({ length: 300 }, () => posting.submit(ask(world))));
    await cut();
    expect(new Set((await paying).map(({ kind }) => kind)).size).toBeLessThanOrEqual(2);
    await eventually(async () => expect(await posting.submit(ask(world))).toMatchObject({ kind: 'posted' }));
  });

  it('posts after a freeze has committed nothing against that wallet', async () => {
    await using posting = openPosting(world);
    await world.admin.query('UPDATE wallets SET is_frozen = true WHERE id = $1', [world.wallets[1]]);
    expect(await posting.submit(ask(world))).toMatchObject({
      kind: 'failed',
      payment: { failure: { code: 'wallet_frozen', party: 'recipient' } },
    });
  });
});
