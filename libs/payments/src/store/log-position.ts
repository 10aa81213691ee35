/** Where the write-ahead log stands: told with each write, so that a reader elsewhere can wait until it has seen it. */
import { sql } from 'kysely';
import type { LogPosition } from '../domain/posting.js';
import type { PaymentsDatabase } from './database.js';
import { builder, prepare } from './prepared-statement.js';

export interface PositionRow {
  readonly system_id: string;
  readonly timeline: number;
  readonly lsn: string;
}

const columns = {
  systemId: sql<string>`(SELECT system_identifier::text FROM pg_control_system())`.as('system_id'),
  // The control file tells the timeline of the last checkpoint, which lags after a promotion; a file's name does not.
  timeline: sql<number>`('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int`.as('timeline'),
  lsn: sql<string>`pg_current_wal_insert_lsn()::text`.as('lsn'),
};

export const readLogPosition = prepare<object, PositionRow>('posting-read-log-position', () =>
  builder.selectNoFrom([columns.systemId, columns.timeline, columns.lsn]),
);

export const positionOf = ({ system_id: systemId, timeline, lsn }: PositionRow): LogPosition => ({
  systemId,
  timeline,
  lsn,
});

/** The position now, on any connection: not before what this process has committed. */
export async function currentPosition(db: PaymentsDatabase): Promise<LogPosition> {
  const row = await db.selectNoFrom([columns.systemId, columns.timeline, columns.lsn]).executeTakeFirstOrThrow();
  return positionOf(row);
}
