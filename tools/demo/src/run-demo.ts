/** Plays a day on a running stack and proves that every part of it agrees. */
import { randomBytes } from 'node:crypto';
import { createKafkaClient } from '@vf/event-bus';
import { silentLog } from '@vf/platform';
import { Checkout } from './checkout.js';
import { planDay } from './day-plan.js';
import type { Equality } from './equality.js';
import { playDay, type PlayedDay, type PlayOptions } from './play-day.js';
import { prove } from './prove.js';
import { ReadModels } from './read-models.js';
import type { StackAccess } from './stack-access.js';

export interface DemoOptions {
  readonly payments: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly patienceMs: number;
  readonly progress: PlayOptions['progress'];
  /** Told once all payments are answered, before the waiting begins. */
  readonly onPlayed?: (day: PlayedDay) => void;
}

const TRY_TIMEOUT_MS = 10_000;
const RUN_ID_BYTES = 6;

/** Resolves to the equalities, holding or not. Throws when the stack gives no usable answer within the patience. */
export async function runDemo(access: StackAccess, options: DemoOptions): Promise<Equality[]> {
  const runId = `demo-${randomBytes(RUN_ID_BYTES).toString('hex')}`;
  const patience = { tryTimeoutMs: TRY_TIMEOUT_MS, giveUpAfterMs: options.patienceMs };
  const checkout = new Checkout(access.paymentsUrl, access.apiKey, patience);
  const plan = planDay(options.payments, options.seed);
  const day = await playDay(plan, checkout, { runId, concurrency: options.concurrency, progress: options.progress });
  options.onPlayed?.(day);
  return prove(day, {
    access,
    kafka: createKafkaClient({ brokers: [...access.brokers], clientId: 'demo', log: silentLog }),
    readModels: new ReadModels(access, patience),
    runId,
    catchUpMs: options.patienceMs,
  });
}
