import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 10_000;
/** Tried in this order when the launcher is root. */
const ACCOUNTS = ['postgres', 'nobody'];

interface User {
  uid: number;
  gid: number;
}

/** Under which user the database server runs, and through which program it is started. */
export interface ServerAccount {
  /** Set when it differs from the launcher's user: owner of the data. */
  owner?: User;
  /** Given to spawn; not set when `prefix` changes the user. */
  user?: User;
  /** Command words before the server's own. */
  prefix: readonly string[];
}

/** The database server cannot run here under any user. */
export class NoServerAccount extends Error {
  override readonly name = 'NoServerAccount';
}

export interface AccountQuestion {
  /** Programs and folders that the server must reach. */
  program: string;
  folder: string;
  /** The data folder, if it exists already: its owner is kept. */
  dataDirectory: string;
}

/**
 * PostgreSQL refuses to run as root, so a root launcher runs it as an existing other user. When that user cannot get
 * into the folders above (a clone below a folder with mode 0700), the server is given the one capability to read and
 * search, and nothing else of root's power. Throws {@link NoServerAccount} with the ways out.
 */
export async function chooseServerAccount(question: AccountQuestion): Promise<ServerAccount> {
  const own = process.getuid?.();
  const dataOwner = await ownerOf(question.dataDirectory);
  if (own !== 0) {
    if (own !== undefined && dataOwner && dataOwner.uid !== own) throw notOurs(question.dataDirectory, dataOwner.uid);
    return { prefix: [] };
  }
  const owner = dataOwner && dataOwner.uid !== 0 ? dataOwner : await firstExisting(ACCOUNTS);
  const direct: ServerAccount = { owner, user: owner, prefix: [] };
  if (await reaches(direct, question)) return direct;
  const withCapability: ServerAccount = { owner, prefix: capabilityPrefix(owner) };
  if (await reaches(withCapability, question)) return withCapability;
  throw unreachable(question, owner.uid);
}

/**
 * setpriv (util-linux). PostgreSQL asks access(2) about its own program, for which the kernel drops capabilities of a
 * non-root user unless no_setuid_fixup is set.
 */
function capabilityPrefix({ uid, gid }: User): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=-all,+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
  ];
}

/** Asks the kernel by doing it: walking the ancestors' modes would miss access lists and mounts. */
async function reaches(account: ServerAccount, { folder, program }: AccountQuestion): Promise<boolean> {
  const words = [...account.prefix, 'sh', '-c', 'cd "$1" && exec "$2" --version', 'probe', folder, program];
  const [command = '', ...args] = words;
  try {
    await run(command, args, { cwd: '/', timeout: PROBE_TIMEOUT_MS, ...account.user });
    return true;
  } catch {
    return false;
  }
}

async function firstExisting(names: readonly string[]): Promise<User> {
  for (const name of names) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name])));
      return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
    } catch {
      // No such user on this machine: try the next.
    }
  }
  throw new NoServerAccount(
    `PostgreSQL does not run as root, and there is no user ${names.join(' or ')} to run it as. Create one ` +
      '(useradd --system postgres), start as another user than root, or set VF_POSTGRES_ADMIN_URL.',
  );
}

async function ownerOf(path: string): Promise<User | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

function notOurs(path: string, uid: number): NoServerAccount {
  return new NoServerAccount(
    `${path} belongs to user ${uid}, so this user cannot run the database on it. Start as that user (or root), or ` +
      'move the folder away for a new database.',
  );
}

function unreachable({ program, folder }: AccountQuestion, uid: number): NoServerAccount {
  return new NoServerAccount(
    `PostgreSQL does not run as root, and user ${uid} cannot reach ${program} or ${folder}: a folder above is closed ` +
      'to it, and setpriv (util-linux) could not lend it the right. Open the folders above (chmod o+x), put the clone ' +
      'elsewhere, start as another user than root, or set VF_POSTGRES_ADMIN_URL.',
  );
}
