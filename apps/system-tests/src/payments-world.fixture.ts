/** PostgreSQL and the payments service as processes of a test's own, each to be killed and started again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, startPostgres, THROW_AWAY_SETTINGS, throwAwayHome, workspaceRoot } from '@vf/local';
import { eventually, withConnection } from '@vf/testing';
import type pg from 'pg';
import { startBuilt } from './built-program.fixture.js';

const PATIENCE = { timeoutMs: 60_000 };
/** Of the one key that makes the whole load. */
const NO_LIMIT = '10000000';

export interface PaymentsProcesses extends AsyncDisposable {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Runs work on a connection of its own, as the administrator. */
  readonly withAdmin: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  /** As `pg_ctl stop -m immediate`: no session ends in order and no checkpoint is written. Then it is started again. */
  readonly crashDatabase: () => Promise<void>;
  /** SIGKILL, and another one on the same port. */
  readonly crashService: () => Promise<void>;
}

export async function paymentsProcesses(): Promise<PaymentsProcesses> {
  const stack = new AsyncDisposableStack();
  const home = await throwAwayHome(join(workspaceRoot, 'var/test-payments'));
  stack.defer(home.remove);
  const [port = 0, httpPort = 0, opsPort = 0] = await freePorts(3);
  const startServer = () =>
    startPostgres({
      ...{ dataDirectory: join(home.folder, 'postgres'), logFile: join(home.folder, 'postgres.log'), port },
      ...{ superuserPassword: 'secret', settings: THROW_AWAY_SETTINGS, records: home.records },
      signal: AbortSignal.timeout(PATIENCE.timeoutMs),
    });
  let server = await startServer();
  const databaseUrl = Object.assign(new URL(server.adminUrl), { pathname: '/vendorflow' }).href;
  const withAdmin = <T>(work: (client: pg.Client) => Promise<T>) => withConnection(work, databaseUrl);
  await makeDatabase(server.adminUrl, databaseUrl);
  const apiKey = (
    await run('create-client', ['--name', 'shop', '--scopes', SCOPES], { DATABASE_URL: databaseUrl })
  ).trim();
  const apiUrl = `http://127.0.0.1:${httpPort}`;
  const startService = async () => {
    const service = startBuilt('apps/payments/dist/main.js', [], {
      ...{ DATABASE_URL: databaseUrl, HTTP_PORT: String(httpPort), OPS_PORT: String(opsPort) },
      ...{ RATE_LIMIT_REQUESTS: NO_LIMIT, LOG_LEVEL: 'fatal' },
    });
    await eventually(async () => {
      if (!(await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok) throw new Error(`not ready ${service.stderr()}`);
    }, PATIENCE);
    return service;
  };
  let service = await startService();
  stack.defer(() => service[Symbol.asyncDispose]());
  return {
    apiUrl,
    apiKey,
    withAdmin,
    async crashDatabase() {
      // PostgreSQL's own signal of an immediate shutdown.
      process.kill(server.process.pid, 'SIGQUIT');
      await server.process.exited;
      server = await startServer();
    },
    async crashService() {
      service.child.kill('SIGKILL');
      await service.exited;
      service = await startService();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const SCOPES = 'users:write,wallets:read,wallets:write,wallets:admin,payments:read,payments:write,top_ups:write';

async function makeDatabase(adminUrl: string, databaseUrl: string): Promise<void> {
  const roles = await readFile(join(workspaceRoot, 'infra/postgres/roles.sql'), 'utf8');
  await withConnection(async (client) => {
    await client.query(roles);
    await client.query('CREATE DATABASE vendorflow');
  }, adminUrl);
  await run('migrate', [], { MIGRATION_DATABASE_URL: databaseUrl });
}

/** Runs a command of the payments app to its end; gives what it printed. */
async function run(name: string, args: readonly string[], environment: Readonly<Record<string, string>>) {
  await using command = startBuilt(`apps/payments/dist/${name}.js`, args, environment);
  if ((await command.exited) !== 0) throw new Error(`${name} failed: ${command.stderr()}`);
  return command.stdout();
}
