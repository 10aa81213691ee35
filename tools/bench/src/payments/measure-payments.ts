/** Payments per second over HTTP beside the six statements, alternated on one database. */
import { median } from '../statistics.js';
import { runHttpLoad, type HttpLoadResult } from './http-load.js';
import { startPaymentsServer, type PaymentsServer } from './payments-server.js';
import type { InvariantCheck, PaymentsWorld } from './payments-world.js';
import type { SixStatements } from './six-statements.js';

export interface PaymentsShape {
  readonly batch: number;
  readonly hot: boolean;
  readonly connections: number;
}

export interface PaymentsMeasurement {
  readonly world: PaymentsWorld;
  readonly peer: SixStatements;
  readonly shape: PaymentsShape;
  readonly seconds: number;
  readonly rounds: number;
  /** For a profile of the service. */
  readonly nodeOptions: readonly string[];
  readonly tell: (what: string) => void;
}

export interface PaymentsResult {
  readonly httpPerSecond: number;
  readonly httpRuns: readonly number[];
  readonly peer: SixStatements['name'];
  readonly peerPerSecond: number;
  readonly peerRuns: readonly number[];
  readonly feesPerSecond: number;
  readonly feesRuns: readonly number[];
  /** At half of the top rate. */
  readonly halfRate: HttpLoadResult;
  /** At the top rate, where requests wait for each other. */
  readonly topP99Ms: number;
  readonly meanBatch: number;
  readonly notAnswered: number;
  readonly peakRssMb: number;
  readonly cpuSeconds: number;
  readonly invariants: InvariantCheck;
}

/** Of one per cent and a half. */
const FEE_BASIS_POINTS = 150;
const WARM_UP_SECONDS = 5;

export async function measurePayments(options: PaymentsMeasurement): Promise<PaymentsResult> {
  const { world, shape, rounds } = options;
  await using server = await startPaymentsServer(world.url, options.nodeOptions);
  const load = loaderOf(options, server);
  const plain: HttpLoadResult[] = [];
  const fees: HttpLoadResult[] = [];
  const peerRuns: number[] = [];
  await load('warming up', WARM_UP_SECONDS);
  const before = await server.batchSizes();
  for (let round = 1; round <= rounds; round += 1) {
    plain.push(await load(`round ${round}: over HTTP`, options.seconds));
    peerRuns.push(await runPeer(options, `round ${round}: six statements by ${options.peer.name}`));
    await world.setFee(FEE_BASIS_POINTS);
    fees.push(await load(`round ${round}: over HTTP, with a fee`, options.seconds));
    await world.setFee(0);
  }
  const after = await server.batchSizes();
  const top = median(plain.map(({ paymentsPerSecond }) => paymentsPerSecond));
  const rate = Math.max(1, Math.floor(top / 2 / shape.batch));
  const halfRate = await load(`half of the top rate: ${rate} requests/s`, options.seconds, rate);
  const cost = server.cost();
  const all = [...plain, ...fees, halfRate];
  return {
    httpPerSecond: top,
    httpRuns: plain.map(({ paymentsPerSecond }) => paymentsPerSecond),
    peer: options.peer.name,
    peerPerSecond: median(peerRuns),
    peerRuns,
    feesPerSecond: median(fees.map(({ paymentsPerSecond }) => paymentsPerSecond)),
    feesRuns: fees.map(({ paymentsPerSecond }) => paymentsPerSecond),
    halfRate,
    topP99Ms: median(plain.map(({ p99Ms }) => p99Ms)),
    meanBatch: (after.payments - before.payments) / (after.batches - before.batches),
    notAnswered: all.reduce((sum, { notAnswered }) => sum + notAnswered, 0),
    ...cost,
    invariants: await world.check(),
  };
}

function loaderOf({ world, shape, tell }: PaymentsMeasurement, server: PaymentsServer) {
  return async (what: string, seconds: number, rate?: number) => {
    await world.settle();
    tell(what);
    const { apiKey } = world;
    return runHttpLoad({ ...shape, url: server.url, apiKey, seconds, ...(rate === undefined ? {} : { rate }) });
  };
}

async function runPeer({ world, peer, shape, seconds, tell }: PaymentsMeasurement, what: string): Promise<number> {
  await world.settle();
  tell(what);
  return peer.run({ databaseUrl: world.url, seconds, hot: shape.hot });
}
