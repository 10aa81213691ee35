import { parseArgs } from 'node:util';
import { isScope, scopes, type Scope } from '@vf/payments';

export interface ClientArguments {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number | null;
}

const USAGE = `Usage: create-client --name NAME [--scopes A,B] [--expires-in-days N]
  scopes: ${scopes.join(', ')} (all of them when not given)`;
const MAX_NAME_LENGTH = 100;
const MAX_DAYS = 3_650;

/** Reads the command line. Throws an Error that tells what is wrong and how it is used. */
export function parseClientArguments(args: readonly string[]): ClientArguments {
  const values = read(args);
  const { name } = values;
  if (!name || name.length > MAX_NAME_LENGTH)
    throw new Error(`--name is required, 1 to ${MAX_NAME_LENGTH} characters.\n${USAGE}`);
  const asked = values.scopes?.split(',').map((scope) => scope.trim()) ?? [...scopes];
  const unknown = asked.filter((scope) => !isScope(scope));
  if (unknown.length > 0) throw new Error(`There is no scope ${unknown.join(', ')}.\n${USAGE}`);
  const days = values['expires-in-days'];
  const expiresInDays = days === undefined ? null : Number(days);
  if (expiresInDays !== null && !(Number.isInteger(expiresInDays) && expiresInDays >= 1 && expiresInDays <= MAX_DAYS)) {
    throw new Error(`--expires-in-days takes a whole number from 1 to ${MAX_DAYS}.\n${USAGE}`);
  }
  return { name, scopes: asked.filter(isScope), expiresInDays };
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, scopes: { type: 'string' }, 'expires-in-days': { type: 'string' } },
    });
    return values;
  } catch (err) {
    throw new Error(`${err instanceof Error ? err.message : String(err)}\n${USAGE}`, { cause: err });
  }
}
