import { parseArgs } from 'node:util';
import { isScope, MAX_FEE_BASIS_POINTS, ownScopes, scopes, type Scope } from '@vf/payments';

export interface ClientArguments {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number | null;
  /** What a new client pays on each payment, in hundredths of a per cent. */
  readonly feeBasisPoints: number;
}

const USAGE = `Usage: create-client --name NAME [--scopes A,B] [--expires-in-days N] [--fee-basis-points N]
  scopes: ${scopes.join(', ')} (all but wallets:admin when not given)
  fee-basis-points: of a new client; 0 to ${MAX_FEE_BASIS_POINTS}, 0 when not given`;
const MAX_NAME_LENGTH = 100;
const MAX_DAYS = 3_650;

/** Reads the command line. Throws an Error that tells what is wrong and how it is used. */
export function parseClientArguments(args: readonly string[]): ClientArguments {
  const values = read(args);
  const { name } = values;
  if (!name || name.length > MAX_NAME_LENGTH)
    throw new Error(`--name is required, 1 to ${MAX_NAME_LENGTH} characters.\n${USAGE}`);
  const asked = values.scopes?.split(',').map((scope) => scope.trim()) ?? [...ownScopes];
  const unknown = asked.filter((scope) => !isScope(scope));
  if (unknown.length > 0) throw new Error(`There is no scope ${unknown.join(', ')}.\n${USAGE}`);
  const days = values['expires-in-days'];
  const expiresInDays = days === undefined ? null : Number(days);
  if (expiresInDays !== null && !(Number.isInteger(expiresInDays) && expiresInDays >= 1 && expiresInDays <= MAX_DAYS)) {
    throw new Error(`--expires-in-days takes a whole number from 1 to ${MAX_DAYS}.\n${USAGE}`);
  }
  const feeBasisPoints = Number(values['fee-basis-points'] ?? 0);
  if (!Number.isInteger(feeBasisPoints) || feeBasisPoints < 0 || feeBasisPoints > MAX_FEE_BASIS_POINTS) {
    throw new Error(`--fee-basis-points takes a whole number from 0 to ${MAX_FEE_BASIS_POINTS}.\n${USAGE}`);
  }
  return { name, scopes: asked.filter(isScope), expiresInDays, feeBasisPoints };
}

function read(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        name: { type: 'string' },
        scopes: { type: 'string' },
        'expires-in-days': { type: 'string' },
        'fee-basis-points': { type: 'string' },
      },
    });
    return values;
  } catch (err) {
    throw new Error(`${err instanceof Error ? err.message : String(err)}\n${USAGE}`, { cause: err });
  }
}
