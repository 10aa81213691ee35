import { parseArgs } from 'node:util';
import { platformScopes, scopes, type Scope } from '@vf/payments';
import { uuidOfWireId } from '@vf/money';
import { readDays, readFee, readScopes, readWhole } from './client-arguments.js';

export type KeysCommand =
  | {
      readonly verb: 'create';
      readonly client: string;
      readonly scopes: readonly Scope[];
      readonly expiresInDays: number | null;
      readonly feeBasisPoints: number;
      readonly reason: string;
    }
  | { readonly verb: 'list'; readonly client: string | undefined; readonly json: boolean }
  | {
      readonly verb: 'rotate';
      readonly keyId: string;
      readonly overlapHours: number;
      readonly expiresInDays: number | null;
      readonly reason: string;
    }
  | { readonly verb: 'revoke'; readonly keyId: string; readonly reason: string }
  | {
      readonly verb: 'limit';
      readonly client: string;
      readonly requests: number | null;
      readonly reason: string;
    };

const USAGE = `Usage:
  keys create --client NAME --reason TEXT [--scopes A,B] [--expires-in-days N] [--fee-basis-points N]
  keys list   [--client NAME] [--json]
  keys rotate KEY_ID --reason TEXT [--overlap-hours 24] [--expires-in-days N]
  keys revoke KEY_ID --reason TEXT
  keys limit  --client NAME --reason TEXT [--requests N]   (without --requests: the deployment's own limit)
  scopes: ${scopes.join(', ')} (all but ${platformScopes.join(', ')} when not given)`;
const DEFAULT_OVERLAP_HOURS = '24';
const MAX_OVERLAP_HOURS = 24 * 90;
const MAX_REQUESTS = 10_000_000;
const MAX_TEXT = { client: 100, reason: 500 } as const;

type Values = ReturnType<typeof read>['values'];

/** Reads the command line. Throws an Error that tells what is wrong and how it is used. */
export function parseKeysCommand(args: readonly string[]): KeysCommand {
  const { values, positionals } = read(args);
  const [verb, keyId, ...more] = positionals;
  if (more.length > 0) throw new Error(`One key at a time.\n${USAGE}`);
  switch (verb) {
    case 'create':
      return {
        verb,
        client: required(values, 'client'),
        scopes: readScopes(values.scopes, USAGE),
        expiresInDays: readDays(values['expires-in-days'], USAGE),
        feeBasisPoints: readFee(values['fee-basis-points'], USAGE),
        reason: required(values, 'reason'),
      };
    case 'list':
      return { verb, client: values.client, json: values.json === true };
    case 'rotate':
      return {
        verb,
        keyId: readKeyId(keyId),
        overlapHours: readWhole(
          values['overlap-hours'] ?? DEFAULT_OVERLAP_HOURS,
          { name: '--overlap-hours', min: 0, max: MAX_OVERLAP_HOURS },
          USAGE,
        ),
        expiresInDays: readDays(values['expires-in-days'], USAGE),
        reason: required(values, 'reason'),
      };
    case 'revoke':
      return { verb, keyId: readKeyId(keyId), reason: required(values, 'reason') };
    case 'limit':
      return {
        verb,
        client: required(values, 'client'),
        requests:
          values.requests === undefined
            ? null
            : readWhole(values.requests, { name: '--requests', min: 1, max: MAX_REQUESTS }, USAGE),
        reason: required(values, 'reason'),
      };
    case undefined:
    default:
      throw new Error(USAGE);
  }
}

function required(values: Values, name: 'client' | 'reason'): string {
  const text = values[name]?.trim();
  if (!text || text.length > MAX_TEXT[name]) {
    throw new Error(`--${name} is required, 1 to ${MAX_TEXT[name]} characters.\n${USAGE}`);
  }
  return text;
}

function readKeyId(text: string | undefined): string {
  const id = text === undefined ? undefined : uuidOfWireId('key', text);
  if (id === undefined) throw new Error(`Name the key by its id, key_ and 32 digits, as keys list shows it.\n${USAGE}`);
  return id;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        client: { type: 'string' },
        reason: { type: 'string' },
        scopes: { type: 'string' },
        'expires-in-days': { type: 'string' },
        'overlap-hours': { type: 'string' },
        requests: { type: 'string' },
        'fee-basis-points': { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (err) {
    throw new Error(`${err instanceof Error ? err.message : String(err)}\n${USAGE}`, { cause: err });
  }
}
