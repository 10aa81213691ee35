import { parseArgs } from 'node:util';
import { isScope, MAX_FEE_BASIS_POINTS, ownScopes, platformScopes, scopes, type Scope } from '@vf/payments';

export interface ClientArguments {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresInDays: number | null;
  /** What a new client pays on each payment, in hundredths of a per cent. */
  readonly feeBasisPoints: number;
  /** Why, for the audit log. */
  readonly reason: string;
}

const USAGE = `Usage: create-client --name NAME [--scopes A,B] [--expires-in-days N] [--fee-basis-points N]
    [--reason TEXT]
  scopes: ${scopes.join(', ')} (all but ${platformScopes.join(', ')} when not given)
  fee-basis-points: of a new client; 0 to ${MAX_FEE_BASIS_POINTS}, 0 when not given`;
const MAX_NAME_LENGTH = 100;
const MAX_DAYS = 3_650;

/** Reads the command line. Throws an Error that tells what is wrong and how it is used. */
export function parseClientArguments(args: readonly string[]): ClientArguments {
  const values = read(args);
  const { name } = values;
  if (!name || name.length > MAX_NAME_LENGTH)
    throw new Error(`--name is required, 1 to ${MAX_NAME_LENGTH} characters.\n${USAGE}`);
  return {
    name,
    scopes: readScopes(values.scopes, USAGE),
    expiresInDays: readDays(values['expires-in-days'], USAGE),
    feeBasisPoints: readFee(values['fee-basis-points'], USAGE),
    reason: values.reason ?? 'create-client',
  };
}

/** Comma-separated scopes; a client's own when there are none. Throws an Error with the usage. */
export function readScopes(text: string | undefined, usage: string): readonly Scope[] {
  const asked = text?.split(',').map((scope) => scope.trim()) ?? [...ownScopes];
  const unknown = asked.filter((scope) => !isScope(scope));
  if (unknown.length > 0) throw new Error(`There is no scope ${unknown.join(', ')}.\n${usage}`);
  return asked.filter(isScope);
}

/** Days until a key ends; null: never. Throws an Error with the usage. */
export function readDays(text: string | undefined, usage: string): number | null {
  return text === undefined ? null : readWhole(text, { name: '--expires-in-days', min: 1, max: MAX_DAYS }, usage);
}

/** The fee of a new client. Throws an Error with the usage. */
export function readFee(text: string | undefined, usage: string): number {
  return readWhole(text ?? '0', { name: '--fee-basis-points', min: 0, max: MAX_FEE_BASIS_POINTS }, usage);
}

export function readWhole(
  text: string,
  { name, min, max }: { readonly name: string; readonly min: number; readonly max: number },
  usage: string,
): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} takes a whole number from ${min} to ${max}.\n${usage}`);
  }
  return value;
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
        reason: { type: 'string' },
      },
    });
    return values;
  } catch (err) {
    throw new Error(`${err instanceof Error ? err.message : String(err)}\n${USAGE}`, { cause: err });
  }
}
