/** Holds what callers were told against what the service says now, and the books against themselves. */
import { bookFaults } from '@vf/testing';
import { askUntilKnown, type Answered, type Asked, type Remembered } from './money-load.fixture.js';
import type { PaymentsProcesses } from './payments-world.fixture.js';

const RETRIES_AT_ONCE = 32;

/** Refused by the rules of the wallet, under the lock: kept for the key, as what was done is. */
const PINNED_REFUSALS = [...['insufficient_funds', 'wallet_frozen', 'balance_limit_exceeded']];

/** Whether the answer is the key's for ever. */
const isPinned = ({ status, text }: Answered) =>
  status < 300 || PINNED_REFUSALS.some((code) => text.includes(`"code":"${code}"`));

export interface Promises {
  /** What was not kept; empty when all was. */
  readonly broken: readonly string[];
  readonly acknowledged: number;
  readonly unknown: number;
  /** Of the unknown ones, those that turned out to be done. */
  readonly found: number;
}

/** Asks everything once more by its key, and what was not known until it is, and then again. */
export async function keptPromises(processes: PaymentsProcesses, remembered: readonly Remembered[]): Promise<Promises> {
  const broken: string[] = [];
  let [acknowledged, unknown, found] = [0, 0, 0];
  const waiting = [...remembered];
  const retry = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { asked, answer } = next;
      if (answer && answer.status >= 500) broken.push(`${asked.path} was answered ${answer.status}: ${answer.text}`);
      if (answer && !isPinned(answer)) continue;
      const told = answer ?? (await askUntilKnown(processes, asked));
      if (answer) acknowledged += 1;
      else unknown += 1;
      if (!answer && told.isReplay) found += 1;
      if (isPinned(told)) broken.push(...(await differences(processes, asked, told)));
    }
  };
  await Promise.all(Array.from({ length: RETRIES_AT_ONCE }, retry));
  broken.push(...(await processes.withAdmin(bookFaults)));
  return { broken, acknowledged, unknown, found };
}

async function differences(processes: PaymentsProcesses, asked: Asked, told: Answered): Promise<string[]> {
  const again = await askUntilKnown(processes, asked);
  if (again.isReplay && again.status === told.status && again.text === told.text) return [];
  return [`${asked.path} was ${told.status} ${told.text}, and is now ${again.status} ${again.text}`];
}
