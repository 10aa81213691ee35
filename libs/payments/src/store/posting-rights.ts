/**
 * What posting reads beside its wallets, under their locks: grants of clients that pay from wallets which are not
 * theirs, and what users with a daily limit have spent today. Batches without either, which are nearly all, read nothing.
 */
import { isoOfMicroseconds } from '@vf/contracts';
import { formatDecimal, MAX_HUNDREDTHS, parseDecimal, type Hundredths } from '@vf/money';
import { sql } from 'kysely';
import type pg from 'pg';
import { grantKeyOf, type Grant } from '../domain/grants.js';
import { countedStatuses, kigaliDayStart } from '../domain/kyc-limits.js';
import { isOrder, type CheckoutRequest, type Operation, type PaymentOrder } from '../domain/operations.js';
import type { Facts } from '../domain/posting.js';
import { microsOf } from './micros.js';
import { sentRows } from './posting-statements.js';
import { builder, prepare } from './prepared-statement.js';

interface GrantRow {
  readonly id: string;
  readonly wallet_id: string;
  readonly grantee_client_id: string;
  readonly total_limit: string | null;
  readonly payment_limit: string | null;
  readonly used: string;
  readonly expires_at_us: string | null;
}

const readGrants = prepare<{ walletIds: readonly string[]; clientIds: readonly string[] }, GrantRow>(
  'posting-read-grants',
  (value) =>
    builder
      .selectFrom(
        sentRows<{ wallet_id: string; client_id: string }>('wallet_id, client_id', [
          value('walletIds', 'uuid[]'),
          value('clientIds', 'uuid[]'),
        ]),
      )
      .innerJoin('wallet_grants as grant', (join) =>
        join
          .onRef('grant.wallet_id', '=', 'sent.wallet_id')
          .onRef('grant.grantee_client_id', '=', 'sent.client_id')
          .on('grant.revoked_at', 'is', null),
      )
      .select(['grant.id', 'grant.wallet_id', 'grant.grantee_client_id', 'grant.total_limit', 'grant.payment_limit'])
      .select(['grant.used', microsOf(sql.ref('grant.expires_at')).as('expires_at_us')]),
);

interface SpentRow {
  readonly user_id: string;
  readonly spent: string;
}

/** Literals, so that the statement's plan knows them; along idx_payments_sender, today's payments only. */
const COUNTED = sql.raw(countedStatuses.map((status) => `'${status}'`).join(', '));

const readSpent = prepare<{ userIds: readonly string[]; dayStart: string }, SpentRow>('posting-read-spent', (value) =>
  builder
    .selectFrom(sentRows<{ user_id: string }>('user_id', [value('userIds', 'uuid[]')]))
    .leftJoin('payments', (join) =>
      join
        .onRef('payments.sender_id', '=', 'sent.user_id')
        .on(sql<boolean>`payments.created_at >= ${value('dayStart', 'timestamptz')}`)
        .on(sql<boolean>`payments.status IN (${COUNTED})`),
    )
    .select([
      'sent.user_id',
      sql<string>`least(coalesce(sum(payments.amount), 0), ${sql.lit(formatDecimal(MAX_HUNDREDTHS))}::numeric)::numeric(15, 2)`.as(
        'spent',
      ),
    ])
    .groupBy('sent.user_id'),
);

/** Counts what was paid under grants. */
export const useGrants = prepare<{ ids: readonly string[]; used: readonly string[] }>('posting-use-grants', (value) =>
  builder
    .updateTable('wallet_grants')
    .from(sentRows<{ id: string; used: string }>('id, used', [value('ids', 'uuid[]'), value('used', 'numeric[]')]))
    .set((eb) => ({ used: eb.ref('sent.used') }))
    .whereRef('wallet_grants.id', '=', 'sent.id'),
);

export const grantValuesOf = (grants: readonly Grant[]) => ({
  ids: grants.map(({ id }) => id),
  used: grants.map(({ used }) => formatDecimal(used)),
});

type Paying = PaymentOrder | CheckoutRequest;
const isPaying = (operation: Operation): operation is Paying => isOrder(operation) || operation.op === 'checkout';

/** The facts, with the rights that some operation of the batch depends on. */
export async function withRights(
  client: pg.PoolClient,
  operations: readonly Operation[],
  facts: Facts,
): Promise<Facts> {
  const foreign = new Map<string, readonly [walletId: string, clientId: string]>();
  const limited = new Set<string>();
  for (const operation of operations) {
    if (!isPaying(operation)) continue;
    const sender = facts.wallets.get(operation.senderWalletId);
    if (sender?.kind !== 'user') continue;
    const { clientId } = operation;
    if (sender.clientId !== clientId) foreign.set(grantKeyOf(sender.id, clientId), [sender.id, clientId]);
    if (sender.limits && sender.limits.daily !== null) limited.add(sender.userId);
  }
  if (foreign.size === 0 && limited.size === 0) return facts;
  const grants = await grantsOf(client, [...foreign.values()]);
  const spentToday = await spentOf(client, [...limited], facts.now);
  return { ...facts, rights: { grants, spentToday } };
}

async function grantsOf(client: pg.PoolClient, asked: readonly (readonly [string, string])[]) {
  if (asked.length === 0) return new Map<string, Grant>();
  const { rows } = await client.query<GrantRow>(
    readGrants.bind({ walletIds: asked.map(([wallet]) => wallet), clientIds: asked.map(([, of]) => of) }),
  );
  return new Map(rows.map((row) => [grantKeyOf(row.wallet_id, row.grantee_client_id), grantOf(row)]));
}

function grantOf(row: GrantRow): Grant {
  return {
    id: row.id,
    walletId: row.wallet_id,
    granteeClientId: row.grantee_client_id,
    totalLimit: row.total_limit === null ? null : parseDecimal(row.total_limit),
    paymentLimit: row.payment_limit === null ? null : parseDecimal(row.payment_limit),
    used: parseDecimal(row.used),
    expiresAt: row.expires_at_us === null ? null : BigInt(row.expires_at_us),
  };
}

async function spentOf(client: pg.PoolClient, userIds: readonly string[], now: bigint) {
  if (userIds.length === 0) return new Map<string, Hundredths>();
  const dayStart = isoOfMicroseconds(kigaliDayStart(now));
  const { rows } = await client.query<SpentRow>(readSpent.bind({ userIds, dayStart }));
  return new Map(rows.map((row) => [row.user_id, parseDecimal(row.spent)]));
}
