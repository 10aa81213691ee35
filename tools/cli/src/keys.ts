/** `keys ...` belongs to the payments service, which alone knows its database; this hands the words over to it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot, type readRunningStack } from '@vf/local';
import type { CliConfig } from './config.js';
import { exitCodes, WrongUsage, type ExitCode } from './exit-codes.js';

const PROGRAM = 'apps/payments/dist/keys.js';
const DATABASE = 'vendorflow';

export type StackDatabases = Pick<NonNullable<ReturnType<typeof readRunningStack>>, 'databases'>;

/** The database to speak to: the setting, else that of the stack which runs from this clone. Throws WrongUsage. */
export function keysDatabaseOf(settings: CliConfig, readStack: () => StackDatabases | undefined): string {
  const url = settings.ADMIN_DATABASE_URL ?? readStack()?.databases[DATABASE];
  if (url !== undefined) return url;
  throw new WrongUsage(
    'No stack runs from this clone (npm start). Name the payments database of another one: ADMIN_DATABASE_URL, with a ' +
      'login of the group app_admin.',
  );
}

/** Runs the program on this terminal; its words and its end are its own. */
export async function runKeys(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const child = spawn(process.execPath, [join(workspaceRoot, PROGRAM), ...args], {
    env: environment,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? exitCodes.done : exitCodes.refused;
}
