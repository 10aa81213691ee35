/** Payments over HTTP, each with its key and its parties, in a closed loop or so many a second. */
import { randomBytes, randomInt } from 'node:crypto';
import autocannon from 'autocannon';
import { hexOf, USERS } from './payments-world.js';

export interface HttpLoad {
  readonly url: string;
  readonly apiKey: string;
  readonly seconds: number;
  readonly connections: number;
  /** Payments in a request: 1 for POST /v1/payments, more for POST /v1/payments/batch. */
  readonly batch: number;
  readonly hot: boolean;
  /** Requests a second; undefined: as fast as the connections are answered. Each connection sends its share of a second in a burst. */
  readonly rate?: number;
}

export interface HttpLoadResult {
  /** Payments that were answered with 201. */
  readonly payments: number;
  readonly paymentsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests with any other answer, or none. */
  readonly notAnswered: number;
}

const KEY_PREFIX_BYTES = 6;
const TIMEOUT_SECONDS = 30;
const CREATED = 201;
const OK = 200;

/** Resolves at the end of the time; what is under way then is cut off and counts neither way. */
export async function runHttpLoad(load: HttpLoad): Promise<HttpLoadResult> {
  const nextKey = keys();
  const result = await autocannon({
    url: load.url,
    connections: load.connections,
    duration: load.seconds,
    timeout: TIMEOUT_SECONDS,
    ...(load.rate === undefined ? {} : { overallRate: load.rate }),
    requests: [{ setupRequest: (request) => ({ ...request, ...requestOf(load, nextKey) }) }],
  });
  const expected = load.batch === 1 ? CREATED : OK;
  const statuses = result.statusCodeStats as Partial<Record<string, { readonly count: number }>>;
  const answered = statuses[String(expected)]?.count ?? 0;
  const others = Object.values(statuses).reduce((sum, status) => sum + (status?.count ?? 0), 0) - answered;
  const payments = answered * load.batch;
  return {
    payments,
    paymentsPerSecond: payments / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    notAnswered: others + result.errors + result.timeouts,
  };
}

/** Idempotency keys that no other run has. */
function keys(): () => string {
  const prefix = randomBytes(KEY_PREFIX_BYTES).toString('hex');
  let n = 0;
  return () => `${prefix}-${(n += 1).toString()}`;
}

function requestOf(load: HttpLoad, nextKey: () => string) {
  const headers = { authorization: `Bearer ${load.apiKey}`, 'content-type': 'application/json' };
  if (load.batch === 1) {
    const body = JSON.stringify(paymentOf(load.hot));
    return {
      method: 'POST' as const,
      path: '/v1/payments',
      headers: { ...headers, 'idempotency-key': nextKey() },
      body,
    };
  }
  const items = Array.from({ length: load.batch }, () => ({ idempotency_key: nextKey(), ...paymentOf(load.hot) }));
  return { method: 'POST' as const, path: '/v1/payments/batch', headers, body: JSON.stringify({ items }) };
}

function paymentOf(hot: boolean) {
  const sender = randomInt(2, USERS + 1);
  const drawn = randomInt(1, USERS + 1);
  return {
    sender_wallet_id: `wal_${hexOf(sender)}`,
    recipient_wallet_id: `wal_${hexOf(hot || drawn === sender ? 1 : drawn)}`,
    amount: 100,
    currency: 'RWF',
    provider: 'mtn_momo',
    metadata: { order: 'abc' },
  };
}
