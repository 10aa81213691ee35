/**
 * Makes the replication slot, over empty tables only: a slot sees what is committed after it exists, so rows that are
 * there already would be missing from the stream for ever.
 */
import type pg from 'pg';
import { z } from 'zod';
import { CaptureStop } from '../capture-stop.js';
import { parseLsn } from '../lsn.js';
import { quoteIdentifier, quoteLiteral } from '../pgoutput/capture-plugin.js';
import { withSourceClient, type SourceAddress } from './source-client.js';
import { isEmpty, type PublishedTable } from './source-queries.js';

const createdSlotRow = z.object({ consistent_point: z.string(), snapshot_name: z.string() });

export interface SlotToCreate {
  readonly address: SourceAddress;
  readonly slot: string;
  /** Standbys keep a copy of it, so that it survives a failover; from PostgreSQL 17 on. */
  readonly failover: boolean;
  readonly published: readonly PublishedTable[];
}

/**
 * `client` is a replication connection; it must do nothing else meanwhile, since its next command would end the exported
 * snapshot. Returns the LSN from which the slot sees every commit. Throws CaptureStop, and leaves no slot, when a
 * published table has rows in exactly the slot's snapshot.
 */
export async function createSlotOverEmptyTables(client: pg.Client, wanted: SlotToCreate): Promise<bigint> {
  const slot = quoteIdentifier(wanted.slot);
  const failover = wanted.failover ? ', FAILOVER' : '';
  const result = await client.query(`CREATE_REPLICATION_SLOT ${slot} LOGICAL pgoutput (SNAPSHOT 'export'${failover})`);
  const created = createdSlotRow.parse(result.rows[0]);
  try {
    await withSourceClient(wanted.address, 'plain', async (reader) => {
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await reader.query(`SET TRANSACTION SNAPSHOT ${quoteLiteral(created.snapshot_name)}`);
      await requireEmptyTables(reader, wanted.published);
      await reader.query('COMMIT');
    });
  } catch (err) {
    await client.query(`DROP_REPLICATION_SLOT ${slot}`);
    throw err;
  }
  return parseLsn(created.consistent_point);
}

/** Throws CaptureStop when a table has rows that the connection's snapshot sees. */
export async function requireEmptyTables(client: pg.Client, tables: readonly PublishedTable[]): Promise<void> {
  for (const table of tables) {
    if (!(await isEmpty(client, table))) throw snapshotNeeded(table);
  }
}

/** `client` is a replication connection, and nobody streams from the slot. */
export async function setFailover(client: pg.Client, slot: string, failover: boolean): Promise<void> {
  await client.query(`ALTER_REPLICATION_SLOT ${quoteIdentifier(slot)} (FAILOVER ${String(failover)})`);
}

export async function dropSlot(client: pg.Client, slot: string): Promise<void> {
  await client.query(`DROP_REPLICATION_SLOT ${quoteIdentifier(slot)}`);
}

function snapshotNeeded(table: PublishedTable): CaptureStop {
  return new CaptureStop(
    'snapshot-needed',
    `Table ${table.schema}.${table.table} already has rows, which a new slot would never send: a snapshot is needed.`,
    'Create the slot before the first row is written (node apps/cdc-worker/dist/init.js after the migrations), or empty the published tables.',
  );
}
