import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.js';
import type { ServerAccount } from './server-account.js';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 60_000;
const OWNER_ONLY_DIRECTORY = 0o700;
const OWNER_ONLY_FILE = 0o600;
export const SUPERUSER = 'postgres';

export interface DataDirectoryOptions {
  binaries: PostgresBinaries;
  account: ServerAccount;
  dataDirectory: string;
  superuserPassword: string;
}

/**
 * Makes the data directory unless it is there. It is made beside and renamed, so one that exists is complete, whatever
 * was killed when. Connections need the password: other users of the machine reach the loopback address too.
 */
export async function ensureDataDirectory(options: DataDirectoryOptions): Promise<void> {
  const { dataDirectory, account } = options;
  if (await exists(join(dataDirectory, 'PG_VERSION'))) return;
  const unfinished = `${dataDirectory}.unfinished`;
  const passwordFile = `${dataDirectory}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, options.superuserPassword, { mode: OWNER_ONLY_FILE });
  try {
    for (const path of account.owner ? [unfinished, passwordFile] : []) {
      await chown(path, account.owner?.uid ?? 0, account.owner?.gid ?? 0);
    }
    await initdb(options, unfinished, passwordFile);
    await rename(unfinished, dataDirectory);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function initdb(
  { binaries, account }: DataDirectoryOptions,
  directory: string,
  passwordFile: string,
): Promise<void> {
  const words = [
    ...account.prefix,
    binaries.initdb,
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine; an operating system's locale would differ from one to the next.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    // The server syncs what it writes; a machine that dies within this second starts over.
    '--no-sync',
  ];
  const [command = '', ...args] = words;
  try {
    await run(command, args, { cwd: '/', timeout: INITDB_TIMEOUT_MS, ...account.user });
  } catch (err) {
    const output = (err as { stderr?: string }).stderr?.trim() ?? String(err);
    throw new Error(`initdb could not make ${directory}: ${output}`, { cause: err });
  }
}

/**
 * Removes the server's own pid file when the process it names is not a server on this data. After a restart of a
 * container the number is soon another process's, and PostgreSQL would refuse to start because "it" is alive.
 */
export async function removeStalePidFile(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const pid = Number((await readOrEmpty(pidFile)).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || process.platform !== 'linux') return;
  const commandLine = await readOrEmpty(`/proc/${pid}/cmdline`);
  if (!commandLine.includes(dataDirectory)) await rm(pidFile, { force: true });
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
