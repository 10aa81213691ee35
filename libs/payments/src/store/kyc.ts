/** How well users are known, and what that allows: set by the platform's people, each time with a reason. */
import { formatDecimal, parseDecimal, type Currency, type Hundredths } from '@vf/money';
import { sql } from 'kysely';
import type { User } from '../domain/accounts.js';
import type { Actor } from '../domain/audit.js';
import type { KycLimits, KycStatus } from '../domain/kyc-limits.js';
import { writeDown } from './audit-log.js';
import type { PaymentsDatabase } from './database.js';
import { findAnyUser } from './queries.js';

/** Sets the status of any client's user. Undefined when there is no such user, or it is the platform's own. */
export async function setKycStatus(
  db: PaymentsDatabase,
  asked: { readonly userId: string; readonly status: KycStatus; readonly reason: string; readonly actor: Actor },
): Promise<User | undefined> {
  const found = await db.transaction().execute(async (tx) => {
    const user = await tx
      .selectFrom('users')
      .select('kyc_status')
      .where('id', '=', asked.userId)
      .where('client_id', 'is not', null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!user) return false;
    await tx.updateTable('users').set({ kyc_status: asked.status }).where('id', '=', asked.userId).execute();
    await writeDown(tx, {
      actor: asked.actor,
      action: 'user.kyc',
      objectKind: 'user',
      objectId: asked.userId,
      reason: asked.reason,
      before: { kyc_status: user.kyc_status },
      after: { kyc_status: asked.status },
    });
    return true;
  });
  return found ? findAnyUser(db, asked.userId) : undefined;
}

export interface KycLimit extends KycLimits {
  readonly status: string;
  readonly currency: string;
}

export async function listKycLimits(db: PaymentsDatabase): Promise<KycLimit[]> {
  const rows = await db
    .selectFrom('kyc_limits')
    .select(['kyc_status', 'currency', 'payment_limit', 'daily_limit'])
    .orderBy('kyc_status')
    .orderBy('currency')
    .execute();
  return rows.map((row) => ({
    status: row.kyc_status,
    currency: row.currency,
    payment: hundredthsOf(row.payment_limit),
    daily: hundredthsOf(row.daily_limit),
  }));
}

const hundredthsOf = (text: string | null): Hundredths | null => (text === null ? null : parseDecimal(text));
const textOf = (amount: Hundredths | null) => (amount === null ? null : formatDecimal(amount));

export interface NewKycLimit extends KycLimits {
  readonly status: KycStatus;
  readonly currency: Currency;
  readonly reason: string;
  readonly actor: Actor;
}

/** Sets the limits of a status in a currency; both null takes them away. */
export async function setKycLimit(db: PaymentsDatabase, asked: NewKycLimit): Promise<void> {
  const limits = { payment_limit: textOf(asked.payment), daily_limit: textOf(asked.daily) };
  const isRemoval = asked.payment === null && asked.daily === null;
  await db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom('kyc_limits')
      .select(['payment_limit', 'daily_limit'])
      .where('kyc_status', '=', asked.status)
      .where('currency', '=', asked.currency)
      .forUpdate()
      .executeTakeFirst();
    await (isRemoval ? removeLimit(tx, asked) : writeLimit(tx, asked, limits));
    await writeDown(tx, {
      actor: asked.actor,
      action: isRemoval ? 'kyc_limit.remove' : 'kyc_limit.set',
      objectKind: 'kyc_limit',
      objectId: `${asked.status}/${asked.currency}`,
      reason: asked.reason,
      ...(before && { before: { ...before } }),
      ...(isRemoval ? {} : { after: limits }),
    });
  });
}

type Which = Pick<NewKycLimit, 'status' | 'currency'>;

const removeLimit = (tx: PaymentsDatabase, { status, currency }: Which) =>
  tx.deleteFrom('kyc_limits').where('kyc_status', '=', status).where('currency', '=', currency).execute();

const writeLimit = (
  tx: PaymentsDatabase,
  { status, currency }: Which,
  limits: { readonly payment_limit: string | null; readonly daily_limit: string | null },
) =>
  tx
    .insertInto('kyc_limits')
    .values({ kyc_status: status, currency, ...limits })
    .onConflict((conflict) =>
      conflict.columns(['kyc_status', 'currency']).doUpdateSet({ ...limits, updated_at: sql<Date>`clock_timestamp()` }),
    )
    .execute();
