/** How fast each pipeline publishes, from counts taken once a second. */
import type { CapturePipeline } from '@vf/change-capture';
import { pause, type Service } from '@vf/platform';

const SAMPLE_EVERY_MS = 1_000;
const KEPT_SAMPLES = 11;
const MS_PER_SECOND = 1_000;

interface Sample {
  readonly atMs: number;
  readonly records: number;
  readonly transactions: number;
}

export interface Rates {
  readonly records_per_second: number;
  readonly transactions_per_second: number;
}

export class CaptureRates {
  readonly #samples = new Map<string, Sample[]>();

  constructor(private readonly pipelines: readonly CapturePipeline[]) {}

  /** Over the last ten seconds at most; 0 before the second sample. */
  of(pipeline: string): Rates {
    const samples = this.#samples.get(pipeline) ?? [];
    const [first, last] = [samples[0], samples.at(-1)];
    const seconds = first && last ? (last.atMs - first.atMs) / MS_PER_SECOND : 0;
    if (!first || !last || seconds <= 0) return { records_per_second: 0, transactions_per_second: 0 };
    return {
      records_per_second: Math.round((last.records - first.records) / seconds),
      transactions_per_second: Math.round((last.transactions - first.transactions) / seconds),
    };
  }

  asService(): Service {
    return {
      name: 'capture-rates',
      run: async (signal) => {
        while (!signal.aborted) {
          for (const { name, status } of this.pipelines) {
            const { records, transactions } = status;
            const before = this.#samples.get(name) ?? [];
            const now = { atMs: performance.now(), records, transactions };
            this.#samples.set(name, [...before, now].slice(-KEPT_SAMPLES));
          }
          await pause(SAMPLE_EVERY_MS, signal);
        }
      },
    };
  }
}
