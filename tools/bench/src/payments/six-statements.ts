/** The peer: the guide's transfer, statement by statement, by pgbench where there is one, otherwise by a client in Node. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '@vf/local';
import { inheritedEnvironment } from '../config.js';
import { runSixStatementsInNode } from './six-statements-client.js';
import { USERS } from './payments-world.js';

const run = promisify(execFile);
const SCRIPT = join(workspaceRoot, 'tools/bench/sql/six-statements.sql');
export const PEER_CLIENTS = 16;
const PGBENCH_THREADS = 2;
/** Two transfers that cross may be each other's deadlock: the script locks as they come. */
const TRIES = 10;
const GRACE_MS = 60_000;

export interface SixStatementsRun {
  readonly databaseUrl: string;
  readonly seconds: number;
  /** Every payment credits one wallet. */
  readonly hot: boolean;
}

export interface SixStatements {
  readonly name: 'pgbench' | 'node';
  /** Committed payments per second. */
  run(options: SixStatementsRun): Promise<number>;
}

export async function findSixStatements(): Promise<SixStatements> {
  try {
    await run('pgbench', ['--version'], { env: { ...inheritedEnvironment } });
    return { name: 'pgbench', run: runPgbench };
  } catch {
    return { name: 'node', run: (options) => runSixStatementsInNode({ ...options, clients: PEER_CLIENTS }) };
  }
}

async function runPgbench({ databaseUrl, seconds, hot }: SixStatementsRun): Promise<number> {
  const options = ['-n', '-M', 'prepared', '-c', PEER_CLIENTS, '-j', PGBENCH_THREADS, '-T', seconds];
  const variables = ['-D', `users=${USERS}`, '-D', `hot=${hot ? 1 : 0}`, `--max-tries=${TRIES}`];
  const args = [...options, ...variables, '-f', SCRIPT, databaseUrl].map(String);
  const { stdout } = await run('pgbench', args, {
    env: { ...inheritedEnvironment },
    timeout: seconds * 1_000 + GRACE_MS,
  });
  return readPgbenchRate(stdout);
}

/** Payments per second from what pgbench prints. Throws when a client of it ended early, which it only mentions. */
export function readPgbenchRate(output: string): number {
  const rate = /^tps = ([\d.]+) \(without initial connection time\)$/m.exec(output)?.[1];
  const failed = /^number of failed transactions: (\d+)/m.exec(output)?.[1] ?? '0';
  if (rate === undefined || /aborted/.test(output) || failed !== '0') {
    throw new Error(`pgbench did not run to its end: ${output}`);
  }
  return Number(rate);
}
