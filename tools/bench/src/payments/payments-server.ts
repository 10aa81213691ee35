/** The payments service as it is deployed, with its default settings, as a process that is measured. */
import { join } from 'node:path';
import { freePorts, workspaceRoot } from '@vf/local';
import { setTimeout as sleep } from 'node:timers/promises';
import { costOf, type Cost } from '../cost.js';
import { RunningProcess } from '../subject.js';

const START_LIMIT_MS = 30_000;
const POLL_MS = 50;

export interface BatchSizes {
  readonly batches: number;
  readonly payments: number;
}

export interface PaymentsServer extends AsyncDisposable {
  readonly url: string;
  cost(): Cost;
  /** Since its start. */
  batchSizes(): Promise<BatchSizes>;
}

export async function startPaymentsServer(
  databaseUrl: string,
  nodeOptions: readonly string[] = [],
): Promise<PaymentsServer> {
  const [httpPort = 0, opsPort = 0] = await freePorts(2);
  const main = join(workspaceRoot, 'apps/payments/dist/main.js');
  const server = new RunningProcess('payments', process.execPath, [...nodeOptions, main], {
    DATABASE_URL: databaseUrl,
    // One key makes the whole load; what is measured is the service, not its limiter.
    RATE_LIMIT_REQUESTS: '10000000',
    HTTP_PORT: String(httpPort),
    OPS_PORT: String(opsPort),
    LOG_LEVEL: 'warn',
  });
  const ops = async (path: string) => fetch(`http://127.0.0.1:${String(opsPort)}${path}`);
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    server.requireAlive();
    const ready = await ops('/readyz').catch(() => undefined);
    if (ready?.ok) break;
    if (performance.now() > deadline) throw new Error('the payments service does not become ready');
    await sleep(POLL_MS);
  }
  return {
    url: `http://127.0.0.1:${String(httpPort)}`,
    cost: () => costOf(server.pid),
    batchSizes: async () => batchSizesIn(await (await ops('/metrics')).text()),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** From the text of /metrics. */
export function batchSizesIn(metrics: string): BatchSizes {
  const of = (name: string) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(metrics)?.[1] ?? NaN);
  return { batches: of('vf_posting_batch_size_count'), payments: of('vf_posting_batch_size_sum') };
}
