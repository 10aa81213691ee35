/** A service with something of everything in it, and what must hold of its database whatever it was asked. */
import { sandboxes } from '../providers/running-sandboxes.fixture.js';
import { freePort, RunningService } from '../running-service.fixture.js';

const MANY = 100_000;
const PROVIDER_ANSWERS_IN_MS = 500;

/** Providers are there. Limits of how often one may ask are out of the way: they would answer everything. */
export async function startFuzzedService() {
  const port = await freePort();
  const providers = await sandboxes(port);
  const service = await RunningService.start({
    ...providers.settings,
    HTTP_PORT: port,
    PROVIDER_TIMEOUT_MS: PROVIDER_ANSWERS_IN_MS,
    RATE_LIMIT_REQUESTS: MANY,
    RATE_LIMIT_UNKNOWN_KEYS: MANY,
    WEBHOOK_ALLOW_LOOPBACK: true,
  });
  return {
    service,
    async stop() {
      await service[Symbol.asyncDispose]();
      await providers.close();
    },
  };
}

/** Makes one of each thing; the texts of the answers tell their ids. */
export async function furnish(service: RunningService): Promise<readonly string[]> {
  const francs = 5_000_000;
  const [from, other] = [await service.wallet(francs), await service.wallet(francs)];
  const [to, also] = [await service.wallet(0, service.key, 'vendor'), await service.wallet(0, service.key, 'vendor')];
  await service.newKey('another shop');
  const clients = await service.admin.query<{ id: string }>(
    "SELECT 'cli_' || replace(id::text, '-', '') AS id FROM api_clients",
  );
  const paid = await service.pay(from, to, { amount: 5_000 });
  const held = await service.pay(other, also, { amount: 5_000, capture: 'manual' });
  const legs = [to, also].map((recipient_wallet_id) => ({ recipient_wallet_id, amount: 100 }));
  const made = [
    paid,
    held,
    await service.ask('/v1/users'),
    await service.ask('/v1/payments'),
    await service.post(`/v1/payments/${String(paid.body['id'])}/refunds`, { amount: 10 }),
    await service.post('/v1/checkouts', { sender_wallet_id: from, currency: 'RWF', legs }),
    await service.ask('/v1/webhook-endpoints', { body: { url: 'http://127.0.0.1:9/' } }),
  ];
  return [...made.map(({ text }) => text), JSON.stringify(clients.rows)];
}

/** Sentences about what does not hold; empty when all does. */
export async function brokenInvariants({ admin }: RunningService): Promise<readonly string[]> {
  const { rows } = await admin.query<{ what: string; n: number }>(`
    SELECT 'currencies whose wallets do not sum to zero' AS what, count(*)::int AS n
      FROM (SELECT currency FROM wallets GROUP BY currency HAVING sum(balance) <> 0) AS unequal
    UNION ALL
    SELECT 'wallets unlike their ledger', count(*)::int FROM wallets w
      WHERE balance <> COALESCE((SELECT sum(balance_after - balance_before) FROM ledger WHERE wallet_id = w.id), 0)
    UNION ALL
    SELECT 'users’ wallets that hold more than they have', count(*)::int FROM wallets w
      WHERE kind = 'user' AND (balance < 0 OR held < 0 OR held > balance)
  `);
  return rows.filter(({ n }) => n > 0).map(({ what, n }) => `${n} ${what}`);
}
