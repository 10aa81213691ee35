/** One of every operation, over a world whose payments are ready for them. */
import type { Hundredths } from '@vf/money';
import { v7 as uuidv7 } from 'uuid';
import type { Operation, PaymentOrder } from '../domain/operations.js';
import { ask, type OpenPosting, type World } from './posting-world.fixture.js';

const HOUR_US = 3_600_000_000n;

/** Posts what the operations act on. The result gives them, under the same keys and with fresh ids at each call. */
export async function everyOperation(world: World, posting: OpenPosting): Promise<() => Operation[]> {
  const [payer, payee] = world.wallets as [string, string];
  await world.admin.query("UPDATE users SET role = 'vendor' WHERE id = $1", [payee]);
  const hold = (key: string): PaymentOrder => ({
    ...ask(world, { key }),
    ...{ op: 'authorise', origin: 'payment', expiresInUs: HOUR_US },
  });
  const topUp = (key: string): PaymentOrder => ({
    ...ask(world, { key, senderWalletId: world.clearing, recipientWalletId: payer }),
    ...{ op: 'start_top_up', origin: 'top_up' },
  });
  const ready = [ask(world, { key: 'paid' }), hold('to capture'), hold('to void'), topUp('to settle')];
  await posting.postTogether(ready);
  const [paid, held, over, started] = ready.map(({ paymentId }) => paymentId) as [string, string, string, string];
  const keyed = (key: string) => ({
    ...{ clientId: world.clientId, key, fingerprint: 'ab'.repeat(32), requestId: 'req-test' },
    operationId: uuidv7(),
  });
  const leg = () => {
    const { paymentId, reference } = ask(world);
    return { paymentId, reference, recipientWalletId: payee, amount: 200n as Hundredths, metadata: '{}' };
  };
  return () => [
    ask(world, { key: 'pay' }),
    hold('hold'),
    topUp('top-up'),
    { ...ask(world, { key: 'payout', recipientWalletId: world.clearing }), op: 'start_payout', origin: 'payout' },
    {
      ...{ ...keyed('checkout'), op: 'checkout', checkoutId: uuidv7(), clientReference: 'basket', metadata: '{}' },
      ...{ senderWalletId: payer, currency: 'RWF', provider: 'internal', legs: [leg(), leg()] },
    },
    { ...keyed('capture'), op: 'capture', paymentId: held, minorUnits: null },
    { ...keyed('void'), op: 'void', paymentId: over },
    {
      ...{ ...keyed('refund'), op: 'refund', refundId: uuidv7(), paymentId: paid },
      ...{ minorUnits: null, reason: null, metadata: '{}' },
    },
    { op: 'settle', paymentId: started, requestId: 'callback', result: { succeeded: true } },
    { ...keyed('freeze'), op: 'freeze', walletId: payee, reason: 'looked odd', actor: 'analyst' },
    { ...keyed('unfreeze'), op: 'unfreeze', walletId: payee, reason: 'is fine', actor: 'analyst' },
  ];
}

/** Rows that operations leave. */
export async function rowsLeft({ admin }: World): Promise<object | undefined> {
  const tables = [
    'payments',
    'ledger',
    'holds',
    'refunds',
    'checkouts',
    'wallet_freezes',
    'audit_log',
    'idempotency_keys',
  ];
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ');
  const { rows } = await admin.query<object>(`SELECT ${counts}`);
  return rows[0];
}
