/** Where the write-ahead log stands: told with each write, so that a reader elsewhere can wait until it has seen it. */
import { sql } from 'kysely';
import type pg from 'pg';
import type { LogPosition } from '../domain/posting.js';
import type { PaymentsDatabase } from './database.js';
import { builder, prepare } from './prepared-statement.js';

interface PlaceRow {
  readonly timeline: number;
  readonly lsn: string;
}

const columns = {
  systemId: sql<string>`(SELECT system_identifier::text FROM pg_control_system())`.as('system_id'),
  // The control file tells the timeline of the last checkpoint, which lags after a promotion; a file's name does not.
  timeline: sql<number>`('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int`.as('timeline'),
  lsn: sql<string>`pg_current_wal_insert_lsn()::text`.as('lsn'),
};

const readSystem = prepare<object, { system_id: string }>('posting-read-system', () =>
  builder.selectNoFrom(columns.systemId),
);
const readPlace = prepare<object, PlaceRow>('posting-read-place', () =>
  builder.selectNoFrom([columns.timeline, columns.lsn]),
);

/** A connection leads to one server for its life; asking it each time would read the control file at every batch. */
const systemIds = new WeakMap<pg.PoolClient, Promise<string | undefined>>();

/** The position now, on a connection that posts; undefined when it can not be read. Never rejects. */
export async function positionOn(client: pg.PoolClient): Promise<LogPosition | undefined> {
  const system = systemIds.get(client) ?? systemOf(client);
  systemIds.set(client, system);
  const place = client.query<PlaceRow>(readPlace.bind({})).catch(() => undefined);
  const [systemId, found] = await Promise.all([system, place]);
  const [row] = found?.rows ?? [];
  return row && systemId !== undefined ? { systemId, timeline: row.timeline, lsn: row.lsn } : undefined;
}

function systemOf(client: pg.PoolClient): Promise<string | undefined> {
  return client.query<{ system_id: string }>(readSystem.bind({})).then(
    ({ rows }) => rows[0]?.system_id,
    () => {
      systemIds.delete(client);
      return undefined;
    },
  );
}

/** The position now, on any connection: not before what this process has committed. */
export async function currentPosition(db: PaymentsDatabase): Promise<LogPosition> {
  const row = await db.selectNoFrom([columns.systemId, columns.timeline, columns.lsn]).executeTakeFirstOrThrow();
  return { systemId: row.system_id, timeline: row.timeline, lsn: row.lsn };
}
