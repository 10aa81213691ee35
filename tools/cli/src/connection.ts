/** Which worker to speak to, and with what token. */
import type { readRunningStack } from '@vf/local';
import type { CliConfig } from './config.js';
import { WrongUsage } from './exit-codes.js';

export interface Connection {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
}

export type RunningStack = Pick<NonNullable<ReturnType<typeof readRunningStack>>, 'urls' | 'operatorToken'>;

/** Nothing says where the worker is. */
export class NoWorkerKnown extends Error {
  override readonly name = 'NoWorkerKnown';
}

const STACK_SERVICE = 'cdc-worker';

/**
 * Flags go before settings, settings before the stack that runs from this clone. The stack's token is for the stack
 * alone: it is never sent to an address that was given. Throws NoWorkerKnown and WrongUsage.
 */
export function connectionOf(
  flags: ConnectionFlags,
  settings: CliConfig,
  readStack: () => RunningStack | undefined,
): Connection {
  const url = flags.url ?? settings.VENDORFLOW_CAPTURE_URL;
  const token = flags.token ?? settings.VENDORFLOW_TOKEN;
  if (url === undefined) return stackConnection(token, readStack());
  if (token === undefined) {
    throw new WrongUsage(`A token is needed for ${url}: set VENDORFLOW_TOKEN, or give --token.`);
  }
  return { url: plainUrl(url), token };
}

function stackConnection(token: string | undefined, stack: RunningStack | undefined): Connection {
  const url = stack?.urls[STACK_SERVICE];
  if (stack === undefined || url === undefined) {
    throw new NoWorkerKnown(
      'No stack runs from this clone (npm start). Name another worker: VENDORFLOW_CAPTURE_URL and VENDORFLOW_TOKEN, ' +
        'or --url and --token.',
    );
  }
  return { url: plainUrl(url), token: token ?? stack.operatorToken };
}

function plainUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new WrongUsage(`"${text}" is no URL of a worker. Example: http://127.0.0.1:8081`);
  }
  return url.href.replace(/\/+$/, '');
}
