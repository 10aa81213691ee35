/** `npm run demo`: on the stack that runs from this clone, or on one it starts and stops. */
import { runMain } from '@vf/platform';
import { SingleBar } from 'cli-progress';
import { demoConfig, type DemoConfig } from './config.js';
import { reportOf } from './report.js';
import { runDemo } from './run-demo.js';
import type { PlayedDay } from './play-day.js';
import { withStack } from './with-stack.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** One bar per phase; on a terminal it moves, elsewhere each phase prints a line when it is done. */
function progressBar(): { update: (phase: string, done: number, total: number) => void; stop: () => void } {
  const bar = new SingleBar({
    format: '{phase} [{bar}] {value}/{total} | {percentage}% | {eta_formatted} left',
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
    barsize: 30,
  });
  let current: string | undefined;
  return {
    update(phase, done, total) {
      if (phase === current) bar.update(done);
      else {
        if (current !== undefined) bar.stop();
        bar.start(total, done, { phase: phase.padEnd('registering'.length) });
        current = phase;
      }
    },
    stop: () => bar.stop(),
  };
}

function summaryOf(day: PlayedDay, config: DemoConfig): string {
  const perSecond = Math.round(config.DEMO_PAYMENTS / (day.payingMs / 1_000));
  return (
    `${config.DEMO_PAYMENTS} payments answered in ${(day.payingMs / 1_000).toFixed(1)} s (${perSecond}/s): ` +
    `${day.accepted.size} accepted, ${day.refused.size} refused, ${day.retriedSends} retries under the same key. ` +
    'Waiting for the stream.'
  );
}

async function demo(): Promise<number> {
  const config = demoConfig();
  return withStack(print, async (access) => {
    const bar = progressBar();
    const equalities = await runDemo(access, {
      payments: config.DEMO_PAYMENTS,
      seed: config.DEMO_SEED,
      concurrency: config.DEMO_CONCURRENCY,
      patienceMs: config.DEMO_PATIENCE_MS,
      progress: bar.update,
      onPlayed: (day) => {
        bar.stop();
        print(summaryOf(day, config));
      },
    });
    print(reportOf(equalities));
    const unequal = equalities.filter((equality) => equality.differences.length > 0).length;
    print(unequal === 0 ? 'All equal.' : `${unequal} of ${equalities.length} comparisons differ.`);
    return unequal === 0 ? 0 : 1;
  });
}

await runMain(demo);
