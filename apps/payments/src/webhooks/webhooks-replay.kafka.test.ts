import { expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, formatEventId, topicCatalogue, verifyWebhook, webhookEvent } from '@vf/contracts';
import { uuidOfWireId } from '@vf/money';
import { silentLog } from '@vf/platform';
import {
  createTopics,
  deleteTopicsWithPrefix,
  eventually,
  sendRecords,
  testKafka,
  uniqueTopicPrefix,
} from '@vf/testing';
import { webhooksConfig } from '../config.js';
import { webhookWorld, type WebhookWorld } from './webhook-world.fixture.js';
import { createWebhooksService } from './webhooks-service.js';

const PATIENCE_MS = 20_000;

/** The process over the world's database and these topics; stop() resolves when it has drained. */
function startService(world: WebhookWorld, prefix: string) {
  const config = webhooksConfig({
    DATABASE_URL: world.service.db.urlFor('payments_service'),
    KAFKA_BROKERS: testKafka().brokers.join(),
    TOPIC_PREFIX: prefix,
    WEBHOOK_ALLOW_LOOPBACK: 'true',
  });
  const service = createWebhooksService({ ...config, OPS_PORT: 0 }, silentLog);
  const signal = new AbortController();
  const running = Promise.all(service.parts.map((part) => part.run(signal.signal)));
  return async () => {
    signal.abort();
    await running;
    await service.close();
  };
}

/** The row as capture publishes it, with the client's columns. */
async function paymentRows(world: WebhookWorld) {
  const { rows } = await world.service.admin.query<{ row: Record<string, unknown>; ms: number }>(`
    SELECT to_jsonb(p) || jsonb_build_object('amount', p.amount::text, 'fee', p.fee::text, 'metadata', p.metadata::text,
      'refunded_amount', p.refunded_amount::text, 'created_at', to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS row,
      ceil(extract(epoch FROM p.created_at) * 1000)::float8 AS ms
    FROM payments p ORDER BY p.created_at`);
  return rows;
}

async function publish(world: WebhookWorld, topic: string) {
  const rows = await paymentRows(world);
  await sendRecords(
    topic,
    rows.map(({ row, ms }, n) => {
      const source = {
        version: '1',
        connector: 'postgresql',
        name: 'vf',
        ts_ms: ms,
        snapshot: 'false',
        db: 'vendorflow',
      };
      const at = { schema: 'public', table: 'payments', txId: 1, lsn: 1 };
      return {
        partition: 0,
        key: JSON.stringify({ id: row['id'] }),
        value: JSON.stringify({ before: null, after: row, source: { ...source, ...at }, op: 'c', ts_ms: ms }),
        headers: { [EVENT_ID_HEADER]: formatEventId({ epoch: 1, commitLsn: BigInt(n + 1), index: 0 }) },
      };
    }),
  );
  return rows.map(({ row }) => String(row['id']));
}

it('sends each change once to its client, and a topic that is read anew adds nothing', async () => {
  await using world = await webhookWorld();
  const prefix = uniqueTopicPrefix();
  const topics = topicCatalogue(prefix);
  await createTopics(
    [topics.payments, topics.wallets, topics.webhookDeadLetters].map(({ name: topic }) => ({ topic })),
  );
  try {
    const { secret } = await world.endpoint('/ok');
    const foreign = await world.service.newKey('other');
    await world.service.ask('/v1/webhook-endpoints', {
      key: foreign,
      body: { url: world.receiver.url('/ok?foreign') },
    });
    const [from, to] = [await world.service.wallet(1_000), await world.service.wallet(0)];
    await world.service.pay(from, to);
    expect((await world.service.pay(from, to, { amount: 1_000_000 })).status).toBe(402);
    const held = await world.service.pay(from, to, { capture: 'manual' });
    const capture = { body: { amount: 60 }, idempotencyKey: crypto.randomUUID() };
    expect((await world.service.ask(`/v1/payments/${String(held.body['id'])}/capture`, capture)).status).toBe(200);
    const ids = await publish(world, topics.payments.name);

    let stop = startService(world, prefix);
    await eventually(() => expect(world.receiver.received).toHaveLength(4), { timeoutMs: PATIENCE_MS });
    const events = world.receiver.received.map(({ headers, body }) => {
      expect(verifyWebhook({ body, header: String(headers['vendorflow-signature']), secrets: [secret] }).ok).toBe(true);
      return webhookEvent.parse(JSON.parse(body));
    });
    expect(events.map(({ type }) => type).sort()).toEqual([
      'payment.failed',
      'payment.succeeded',
      'payment.succeeded',
      'payment.succeeded',
    ]);
    expect(events.map(({ data }) => uuidOfWireId('pay', data.object.id)).sort()).toEqual([...ids].sort());
    for (const { data } of events) {
      expect((await world.service.ask(`/v1/payments/${data.object.id}`)).body).toEqual(data.object);
    }
    await stop();

    // From the beginning, as a group that lost its positions does.
    await world.service.admin.query('DELETE FROM consumer_position');
    stop = startService(world, prefix);
    await eventually(
      async () => {
        const { rows } = await world.service.admin.query(
          'SELECT next_offset::int AS n FROM consumer_position WHERE topic = $1',
          [topics.payments.name],
        );
        expect(rows).toEqual([{ n: 4 }]);
      },
      { timeoutMs: PATIENCE_MS },
    );
    await stop();
    const { rows } = await world.service.admin.query('SELECT status, attempts FROM webhook_deliveries');
    expect(rows).toEqual(Array.from({ length: 4 }, () => ({ status: 'delivered', attempts: 1 })));
    expect(world.receiver.received).toHaveLength(4);
  } finally {
    await deleteTopicsWithPrefix(prefix);
  }
}, 60_000);
