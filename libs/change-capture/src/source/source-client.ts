/** Connections to the source database, with the settings every one of them needs. */
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const END_TIMEOUT_MS = 2_000;

/** Settings of a session that streams: on these forms of time and numbers the column encoders rely. */
const STREAM_SETTINGS = [
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=postgres',
  'bytea_output=hex',
  'extra_float_digits=1',
];

export interface SourceAddress {
  readonly connectionString: string;
  /** Shown in pg_stat_activity and pg_stat_replication. */
  readonly applicationName: string;
}

const asOptions = (settings: readonly string[]) => settings.map((setting) => `-c ${setting}`).join(' ');

/** For the library's own client. */
export function streamClientConfig(address: SourceAddress): pg.ClientConfig {
  return {
    connectionString: address.connectionString,
    application_name: address.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    options: asOptions(STREAM_SETTINGS),
  };
}

/**
 * Row security is off on every connection of capture: under a policy a query then fails instead of silently seeing
 * fewer rows, and "the table is empty" stays true.
 */
const PLAIN_SETTINGS = [
  'row_security=off',
  `lock_timeout=${String(STATEMENT_TIMEOUT_MS)}`,
  // Defaults of columns are read as the stream would write them.
  'timezone=UTC',
  'datestyle=ISO',
  'intervalstyle=postgres',
];

/** Values as the stream sends them, read along an index; under a row filter a chunk may take a while to find. */
const SNAPSHOT_SETTINGS = [...PLAIN_SETTINGS, ...STREAM_SETTINGS, 'standard_conforming_strings=on'];
const SNAPSHOT_STATEMENT_TIMEOUT_MS = 600_000;

/** Runs work on a connection of its own, closed afterwards whatever happens. */
export async function withSourceClient<T>(
  address: SourceAddress,
  kind: 'plain' | 'replication' | 'snapshot',
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const timeoutMs = kind === 'snapshot' ? SNAPSHOT_STATEMENT_TIMEOUT_MS : STATEMENT_TIMEOUT_MS;
  const config = {
    connectionString: address.connectionString,
    application_name: address.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs * 2,
    options: asOptions(kind === 'snapshot' ? SNAPSHOT_SETTINGS : PLAIN_SETTINGS),
    // Not in the driver's types: makes the connection one that understands replication commands beside SQL.
    ...(kind === 'replication' ? { replication: 'database' } : {}),
  };
  const client = new pg.Client(config);
  // A connection lost between two queries is reported here; the next query fails with it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await endWithin(client.end(), END_TIMEOUT_MS);
  }
}

/** A peer that is gone must not hold the end of a session; the socket is destroyed with the process at the latest. */
export async function endWithin(ending: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([ending.catch(() => undefined), limit]);
  clearTimeout(timer);
}
