/**
 * Makes the replication slot. A slot sees what is committed after it exists; rows that are there already are told apart
 * in exactly the slot's own snapshot, and a snapshot of the tables is needed for them.
 */
import pg from 'pg';
import { z } from 'zod';
import { CaptureStop } from '../capture-stop.js';
import { parseLsn } from '../lsn.js';
import { quoteIdentifier, quoteLiteral } from '../pgoutput/capture-plugin.js';
import { describeTable } from '../snapshot/table-description.js';
import { withSourceClient, type SourceAddress } from './source-client.js';
import { SourceTransactionOpen } from './source-transaction-open.js';
import { isEmpty, type PublishedTable } from './source-queries.js';

const createdSlotRow = z.object({ consistent_point: z.string(), snapshot_name: z.string() });

export interface SlotToCreate {
  readonly address: SourceAddress;
  readonly slot: string;
  /** Standbys keep a copy of it, so that it survives a failover; from PostgreSQL 17 on. */
  readonly failover?: boolean | undefined;
  readonly publication: string;
  /** How long the server may wait, in all, for write transactions that are open, in milliseconds. */
  readonly openTransactionWaitMs: number;
  /** Those the pipeline carries. */
  readonly tables: readonly PublishedTable[];
}

export interface CreatedSlot {
  /** From here on the slot sees every commit. */
  readonly lsn: bigint;
  /** Some table has rows that the slot will never send. */
  readonly hasRows: boolean;
}

/**
 * `client` is a replication connection; it must do nothing else meanwhile, since its next command would end the exported
 * snapshot. Throws CaptureStop, and leaves no slot, when a table with rows can not be read along a key; SourceTransactionOpen, and
 * leaves neither slot nor lock, when a write transaction does not end in time.
 */
export async function createSlot(client: pg.Client, wanted: SlotToCreate): Promise<CreatedSlot> {
  const slot = quoteIdentifier(wanted.slot);
  const result = await askForSlot(client, wanted);
  const created = createdSlotRow.parse(result.rows[0]);
  try {
    const hasRows = await withSourceClient(wanted.address, 'plain', async (reader) => {
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await reader.query(`SET TRANSACTION SNAPSHOT ${quoteLiteral(created.snapshot_name)}`);
      return requireReadableRows(reader, wanted);
    });
    return { lsn: parseLsn(created.consistent_point), hasRows };
  } catch (err) {
    await client.query(`DROP_REPLICATION_SLOT ${slot}`);
    throw err;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
const BACKEND_END_LIMIT_MS = 5_000;

/**
 * The server waits for every write transaction that is open, under the connection's lock_timeout for each. It sees only
 * afterwards that nobody listens any more, so a connection given up here is ended there too: it would go on holding the
 * pipeline's lock and a half-made slot.
 */
async function askForSlot(client: pg.Client, wanted: SlotToCreate): Promise<pg.QueryResult> {
  const { address, slot, openTransactionWaitMs } = wanted;
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const failover = wanted.failover ? ', FAILOVER' : '';
  const text = `CREATE_REPLICATION_SLOT ${quoteIdentifier(slot)} LOGICAL pgoutput (SNAPSHOT 'export'${failover})`;
  const startedMs = performance.now();
  try {
    // Not in the driver's types: the limit of this one query.
    const query: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: openTransactionWaitMs };
    return await client.query(query);
  } catch (err) {
    if (err instanceof pg.DatabaseError) {
      throw err.code === LOCK_NOT_AVAILABLE ? new SourceTransactionOpen(slot, { cause: err }) : err;
    }
    const values = [rows[0]?.pid, BACKEND_END_LIMIT_MS];
    const end = 'SELECT pg_terminate_backend($1, $2)';
    await withSourceClient(address, 'plain', (other) => other.query(end, values));
    if (performance.now() - startedMs < openTransactionWaitMs) throw err;
    throw new SourceTransactionOpen(slot, { cause: err });
  }
}

/**
 * Whether a table has rows that the connection's snapshot sees. Throws CaptureStop when one with rows has no primary key:
 * they could not be read.
 */
export async function requireReadableRows(
  client: pg.Client,
  { publication, tables }: Pick<SlotToCreate, 'publication' | 'tables'>,
): Promise<boolean> {
  let hasRows = false;
  for (const table of tables) {
    if (await isEmpty(client, table)) continue;
    const description = await describeTable(client, publication, { schema: table.schema, table: table.table });
    if (!description || description.key.length === 0) throw snapshotNeeded(table);
    hasRows = true;
  }
  return hasRows;
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
    `Table ${table.schema}.${table.table} already has rows, which a new slot would never send, and no primary key to read them along.`,
    'Give it a primary key, or create the slot before its first row (node apps/cdc-worker/dist/init.js after the migrations).',
  );
}
