/** What providers called back with, as it came. */
import { sql } from 'kysely';
import type { PaymentsDatabase } from './database.js';

export interface NewCallback {
  readonly provider: string;
  readonly eventKey: string;
  readonly movementId: string;
  readonly body: string;
}

export interface StoredCallback {
  readonly id: string;
  readonly provider: string;
  readonly movementId: string;
}

export class CallbackStore {
  constructor(private readonly db: PaymentsDatabase) {}

  /** Keeps a callback; the same event a second time is only counted. True when it is new. */
  async keep({ provider, eventKey, movementId, body }: NewCallback): Promise<boolean> {
    const { deliveries } = await this.db
      .insertInto('provider_callbacks')
      .values({ provider, event_key: eventKey, movement_id: movementId, body })
      .onConflict((conflict) =>
        conflict
          .columns(['provider', 'event_key'])
          .doUpdateSet((eb) => ({ deliveries: eb('provider_callbacks.deliveries', '+', 1) })),
      )
      .returning('deliveries')
      .executeTakeFirstOrThrow();
    return deliveries === 1;
  }

  /** The oldest that nobody has acted on. Two processes may see the same one: acting on it twice does no harm. */
  async unhandled(limit: number): Promise<StoredCallback[]> {
    const rows = await this.db
      .selectFrom('provider_callbacks')
      .select(['id', 'provider', 'movement_id'])
      .where('handled_at', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ id: row.id, provider: row.provider, movementId: row.movement_id }));
  }

  async markHandled(id: string): Promise<void> {
    await this.db
      .updateTable('provider_callbacks')
      .set({ handled_at: sql`clock_timestamp()` })
      .where('id', '=', id)
      .execute();
  }
}
