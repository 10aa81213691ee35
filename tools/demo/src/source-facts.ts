/** What the source database says: the truth the rest of the flow must equal. */
import { formatDecimal, wireId } from '@vf/money';
import { balanceOracle, changesCommitted, fraudOracle, rowsOracle, trialBalanceOracle } from '@vf/oracle';
import pg from 'pg';
import { PlainPersonalData, comparable, hashedRow, type PiiKey } from './personal-data.js';
import { RUN_MEMBER } from './play-day.js';
import { publishedTables, type RowsByTable } from './rows-facts.js';

export interface SourceFacts {
  /** Wire ids of this run's payments by status. */
  readonly runPayments: { readonly success: ReadonlySet<string>; readonly failed: ReadonlySet<string> };
  /** Wire ids of all payments ever. */
  readonly payments: ReadonlySet<string>;
  readonly changes: bigint;
  /** Each published table's rows as its topics must hold them. */
  readonly rows: RowsByTable;
  /** What no topic may show. */
  readonly personal: PlainPersonalData;
  /** Wire ids of the alerts that SQL over the source finds. */
  readonly alerts: ReadonlySet<string>;
  /** Balance of each wallet as decimal text, by wire id. */
  readonly balances: ReadonlyMap<string, string>;
  /** Wallets whose balance is not the sum of their ledger entries. */
  readonly brokenWallets: readonly string[];
  /** Credits less debits over all wallets and currencies, hundredths. */
  readonly trialBalance: bigint;
}

const STATEMENT_TIMEOUT_MS = 60_000;

/** Runs `work` with one connection to the source. */
export async function withSource<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, statement_timeout: STATEMENT_TIMEOUT_MS });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The end of what is committed, as a number that grows. */
export async function committedLsn(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ lsn: string }>(`SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn AS lsn`);
  return BigInt(rows[0]?.lsn ?? '0');
}

/** Reads everything in one snapshot, so that the facts agree with one another. */
export async function readSourceFacts(client: pg.Client, runId: string, piiKey: PiiKey): Promise<SourceFacts> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const run = await runPayments(client, runId);
    const balances = await balanceOracle(client);
    const changes = await changesCommitted(client);
    const trial = await trialBalanceOracle(client);
    const published = await publishedRows(client, piiKey);
    return {
      ...published,
      runPayments: run,
      payments: await allPayments(client),
      changes: changes.payments + changes.wallets + changes.ledger,
      alerts: new Set((await fraudOracle(client)).map((alert) => wireId('alt', alert.alertId))),
      balances: new Map(balances.map((row) => [wireId('wal', row.walletId), formatDecimal(row.balance)])),
      brokenWallets: balances.filter((row) => row.balance !== row.entriesSum).map((row) => row.walletId),
      trialBalance: trial.reduce((sum, row) => sum + row.credits - row.debits, 0n),
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

async function publishedRows(client: pg.Client, piiKey: PiiKey): Promise<Pick<SourceFacts, 'rows' | 'personal'>> {
  const personal = new PlainPersonalData();
  const byTable = new Map<string, ReadonlyMap<string, string>>();
  for (const table of publishedTables) {
    const rows = await rowsOracle(client, table);
    for (const row of rows.values()) personal.add(table, row);
    const hashed = [...rows].map(([key, row]) => [key, comparable(hashedRow(table, row, piiKey))] as const);
    byTable.set(table, new Map(hashed));
  }
  return { rows: byTable, personal };
}

async function allPayments(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM payments');
  return new Set(rows.map((row) => wireId('pay', row.id)));
}

async function runPayments(client: pg.Client, runId: string): Promise<SourceFacts['runPayments']> {
  const { rows } = await client.query<{ id: string; status: string }>(
    'SELECT id, status FROM payments WHERE metadata @> $1::jsonb',
    [JSON.stringify({ [RUN_MEMBER]: runId })],
  );
  const withStatus = (status: string) =>
    new Set(rows.filter((row) => row.status === status).map((row) => wireId('pay', row.id)));
  return { success: withStatus('success'), failed: withStatus('failed') };
}
