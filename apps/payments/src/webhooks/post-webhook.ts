/** One attempt: the request, its limits, and what came of it. Never throws. */
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { signWebhook } from '@vf/contracts';
import {
  isWebhookAddress,
  webhookUrl,
  type ClaimedDelivery,
  type WebhookAddressRules,
  type WebhookAttempt,
} from '@vf/payments';

export interface PostWebhookOptions extends WebhookAddressRules {
  /** From the look-up of the name to the answer's head. */
  readonly timeoutMs: number;
  readonly now?: () => number;
  /** Turns names into addresses. The system's own by default. */
  readonly resolve?: ResolveName;
}

/** All addresses of a name. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  callback: (err: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const RESPONSE_HEAD_BYTES = 1_024;
/** For the head of the body, once the status is there; the attempt is judged by the status alone. */
const RESPONSE_BODY_TIMEOUT_MS = 1_000;
const MS_PER_S = 1_000;

/** Refuses to connect. Its name is what the delivery log shows. */
class AddressRefused extends Error {
  readonly code = 'address_refused';
}

/** Sends the delivery once. Redirects are not followed: they would lead past the checks of the address. */
export async function postWebhook(delivery: ClaimedDelivery, options: PostWebhookOptions): Promise<WebhookAttempt> {
  const now = options.now ?? Date.now;
  const startedAtMs = now();
  const started = performance.now();
  const result = await outcomeOf(delivery, options, Math.floor(startedAtMs / MS_PER_S));
  return { startedAtMs, durationMs: Math.round(performance.now() - started), ...result };
}

type Outcome = Pick<WebhookAttempt, 'status' | 'error' | 'responseHead'>;

async function outcomeOf(delivery: ClaimedDelivery, options: PostWebhookOptions, timestampS: number): Promise<Outcome> {
  // The settings may be narrower than when the endpoint was made.
  const url = webhookUrl(delivery.url, options);
  if (url === undefined) return failed('address_refused');
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await send(new URL(url), delivery, { options, timestampS, signal: timeout });
    const responseHead = await headOf(response);
    return { status: response.statusCode ?? 0, error: null, responseHead };
  } catch (err) {
    return failed(timeout.aborted ? 'timeout' : codeOf(err));
  }
}

const failed = (error: string): Outcome => ({ status: null, error, responseHead: '' });

interface Sending {
  readonly options: PostWebhookOptions;
  readonly timestampS: number;
  readonly signal: AbortSignal;
}

function send(url: URL, delivery: ClaimedDelivery, { options, timestampS, signal }: Sending): Promise<IncomingMessage> {
  const body = Buffer.from(delivery.body);
  const request = (url.protocol === 'http:' ? httpRequest : httpsRequest)(url, {
    method: 'POST',
    agent: false,
    signal,
    lookup: checkedLookup(options),
    headers: {
      'content-type': 'application/json',
      'content-length': body.byteLength,
      'user-agent': 'VendorFlow-Webhooks/1',
      'vendorflow-signature': signWebhook(body, timestampS, delivery.secrets),
      'vendorflow-attempt': String(delivery.attempt),
    },
  });
  return new Promise((done, fail) => {
    // After the answer, errors of the connection show at the answer's own stream.
    request.on('error', fail).on('response', done).end(body);
  });
}

/** Checks the addresses that are connected to: a name checked before could resolve to another one by then. */
function checkedLookup({ resolve = lookup, ...rules }: PostWebhookOptions): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (err, found: LookupAddress[] | undefined) => {
      const addresses = found ?? [];
      const [first] = addresses;
      // One that is refused among them is a reason to refuse all: which one is taken is a matter of luck.
      const isRefused = addresses.some(({ address }) => !isWebhookAddress(address, rules));
      if (err || !first) callback(err ?? new AddressRefused(`${hostname} has no address`), '', 0);
      else if (isRefused) callback(new AddressRefused(`${hostname} has an address nothing is sent to`), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** The first KiB, as text that PostgreSQL can hold. The rest is not read: the connection is closed. */
function headOf(response: IncomingMessage): Promise<string> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = () => {
      clearTimeout(timer);
      response.destroy();
      done(Buffer.concat(chunks).subarray(0, RESPONSE_HEAD_BYTES).toString('utf8').replaceAll('\u0000', '\ufffd'));
    };
    const timer = setTimeout(finish, RESPONSE_BODY_TIMEOUT_MS);
    response
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.byteLength;
        if (bytes >= RESPONSE_HEAD_BYTES) finish();
      })
      .on('end', finish)
      .on('close', finish)
      .on('error', finish);
  });
}

/** A stable word: Node's code where there is one. Messages name addresses of our network. */
function codeOf(err: unknown): string {
  return typeof err === 'object' && err !== null && 'code' in err && typeof err.code === 'string'
    ? err.code
    : 'request_failed';
}
