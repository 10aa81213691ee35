/** What was asked of providers, and what became of it. */
import type { Provider } from '@vf/contracts';
import { formatDecimal, isCurrency, parseDecimal, type Currency, type Hundredths } from '@vf/money';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type {
  Movement,
  MovementFailure,
  MovementKind,
  MovementState,
  Transition,
} from '../domain/provider-movement.js';
import type { PaymentsDatabase } from './database.js';
import type { ProviderMovements } from './db.generated.js';
import { microsOf } from './micros.js';

export interface StoredMovement extends Movement {
  readonly paymentId: string;
  readonly provider: string;
  readonly state: MovementState;
  readonly failureCode: MovementFailure | null;
  readonly wasAccepted: boolean;
  readonly isSettled: boolean;
  readonly checks: number;
  /** Since the submission began, by the database's clock. */
  readonly ageMs: number;
}

export interface Intent {
  readonly id: string;
  readonly paymentId: string;
  readonly provider: Provider;
  readonly kind: MovementKind;
  readonly amount: Hundredths;
  readonly currency: Currency;
  readonly party: string;
}

/** States that an outcome may still change. A final one is written once: the first word stands. */
const OPEN: readonly MovementState[] = ['submitting', 'not_submitted', 'processing'];
const MS_PER_SECOND = 1_000;

const inMs = (ms: number): RawBuilder<Date> =>
  sql<Date>`clock_timestamp() + make_interval(secs => ${ms / MS_PER_SECOND})`;

type Row = Selectable<ProviderMovements> & { submitted_us: string; age_ms: number };

function movementOf(row: Row): StoredMovement {
  if (!isCurrency(row.currency)) throw new RangeError(`unknown currency ${row.currency} in the database`);
  return {
    id: row.id,
    paymentId: row.payment_id,
    provider: row.provider,
    kind: row.kind === 'payout' ? 'payout' : 'top_up',
    amount: parseDecimal(row.amount),
    currency: row.currency,
    party: row.party ?? '',
    providerId: row.provider_id,
    submittedAt: BigInt(row.submitted_us),
    state: row.state as MovementState,
    failureCode: row.failure_code as MovementFailure | null,
    wasAccepted: row.accepted_at !== null,
    isSettled: row.settled_at !== null,
    checks: row.checks,
    ageMs: row.age_ms,
  };
}

const submittedUs = microsOf(sql.ref('submitted_at')).as('submitted_us');
const ageMs = sql<number>`(extract(epoch FROM clock_timestamp() - submitted_at) * 1000)::float8`.as('age_ms');

/**
 * The rows of provider_movements. Each method is one statement and commits by itself: none runs inside a transaction
 * that is open while a provider is asked.
 */
export class MovementStore {
  constructor(private readonly db: PaymentsDatabase) {}

  /** Commits the intent to submit. False when the payment has one already: then somebody else submits, or has. */
  async begin(intent: Intent, checkAfterMs: number): Promise<boolean> {
    const { paymentId, amount, ...same } = intent;
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('provider_movements')
      .values({
        ...same,
        payment_id: paymentId,
        amount: formatDecimal(amount),
        state: 'submitting',
        next_check_at: inMs(checkAfterMs),
      })
      .onConflict((conflict) => conflict.column('payment_id').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  /** Takes the right to submit what was not submitted. Undefined when another has it, or there is nothing to submit. */
  async beginAgain(id: string, checkAfterMs: number): Promise<StoredMovement | undefined> {
    const row = await this.db
      .updateTable('provider_movements')
      .set({ state: 'submitting', submitted_at: sql`clock_timestamp()`, next_check_at: inMs(checkAfterMs) })
      .where('id', '=', id)
      .where('state', '=', 'not_submitted')
      .returningAll()
      .returning([submittedUs, ageMs])
      .executeTakeFirst();
    return row && movementOf(row);
  }

  async ofPayment(paymentId: string): Promise<StoredMovement | undefined> {
    return this.#find('payment_id', paymentId);
  }

  async byId(id: string): Promise<StoredMovement | undefined> {
    return this.#find('id', id);
  }

  async #find(column: 'id' | 'payment_id', value: string): Promise<StoredMovement | undefined> {
    const row = await this.db
      .selectFrom('provider_movements')
      .selectAll()
      .select([submittedUs, ageMs])
      .where(column, '=', value)
      .executeTakeFirst();
    return row && movementOf(row);
  }

  /** Writes what became of it, unless that is final already. Resolves to the movement as it is then. */
  async record(id: string, transition: Transition): Promise<StoredMovement | undefined> {
    await this.db
      .updateTable('provider_movements')
      .set(changesOf(transition))
      .where('id', '=', id)
      .where('state', 'in', transition.state === 'not_submitted' ? ['submitting'] : OPEN)
      .execute();
    return this.byId(id);
  }

  /** Fails what was not submitted and not tried again. False when a retry got there first. */
  async abandon(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('provider_movements')
      .set({ state: 'failed', failure_code: 'provider_not_submitted' })
      .where('id', '=', id)
      .where('state', '=', 'not_submitted')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async markSettled(id: string): Promise<void> {
    await this.db
      .updateTable('provider_movements')
      .set({ settled_at: sql`clock_timestamp()` })
      .where('id', '=', id)
      .where('settled_at', 'is', null)
      .execute();
  }

  async markContradiction(id: string, contradiction: string): Promise<void> {
    await this.db.updateTable('provider_movements').set({ contradiction }).where('id', '=', id).execute();
  }

  /**
   * Movements whose time has come, taken for `leaseMs`: another process sees them again only after that. Locked rows
   * are somebody else's and are passed over.
   */
  async takeDue(limit: number, leaseMs: number): Promise<StoredMovement[]> {
    const rows = await this.db
      .updateTable('provider_movements')
      .set((eb) => ({ checks: eb('checks', '+', 1), next_check_at: inMs(leaseMs) }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('provider_movements')
          .select('id')
          .where('settled_at', 'is', null)
          .where('next_check_at', '<=', sql<Date>`clock_timestamp()`)
          .orderBy('next_check_at')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .returning([submittedUs, ageMs])
      .execute();
    return rows.map(movementOf);
  }

  /** When to look again at what is still open. */
  async checkIn(id: string, ms: number): Promise<void> {
    await this.db
      .updateTable('provider_movements')
      .set({ next_check_at: inMs(ms) })
      .where('id', '=', id)
      .where('settled_at', 'is', null)
      .execute();
  }

  /**
   * Gives a movement, never to be submitted, to payments that have none although they began `olderThanMs` ago: the
   * process died between the two. From then on a retry finds it and can not submit.
   */
  async adoptLost(limit: number, olderThanMs: number): Promise<number> {
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('provider_movements')
      .columns(['id', 'payment_id', 'provider', 'kind', 'amount', 'currency', 'state', 'failure_code', 'next_check_at'])
      .expression((eb) =>
        eb
          .selectFrom('payments as p')
          .innerJoin('wallets as w', 'w.user_id', 'p.sender_id')
          .leftJoin('provider_movements as m', 'm.payment_id', 'p.id')
          .select(sql<string>`gen_random_uuid()`.as('id'))
          .select('p.id as payment_id')
          .select('p.provider')
          .select(sql<string>`CASE w.kind WHEN 'clearing' THEN 'top_up' ELSE 'payout' END`.as('kind'))
          .select(['p.amount', 'p.currency'])
          .select(sql<string>`'failed'`.as('state'))
          .select(sql<string>`'provider_not_submitted'`.as('failure_code'))
          .select(sql<Date>`clock_timestamp()`.as('next_check_at'))
          .where('p.status', '=', 'processing')
          .where(
            'p.created_at',
            '<',
            sql<Date>`clock_timestamp() - make_interval(secs => ${olderThanMs / MS_PER_SECOND})`,
          )
          .where('m.id', 'is', null)
          .limit(limit),
      )
      .onConflict((conflict) => conflict.column('payment_id').doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows ?? 0n);
  }
}

function changesOf(transition: Transition) {
  switch (transition.state) {
    case 'not_submitted':
      return { state: 'not_submitted' };
    case 'processing':
      return {
        // What was never submitted does not become processing by being asked about.
        state: sql<string>`CASE state WHEN 'not_submitted' THEN state ELSE 'processing' END`,
        ...idOf(transition.providerId),
        ...(transition.isAccepted ? { accepted_at: sql<Date>`coalesce(accepted_at, clock_timestamp())` } : {}),
      };
    case 'succeeded':
      return { state: 'succeeded', ...idOf(transition.providerId) };
    case 'failed':
      return {
        state: 'failed',
        failure_code: transition.failureCode,
        provider_code: transition.providerCode,
        ...idOf(transition.providerId),
      };
  }
}

const idOf = (providerId: string | null) => (providerId === null ? {} : { provider_id: providerId });
