import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { EVENT_ID_HEADER, topicCatalogue } from '@vf/contracts';
import { runDemo } from '@vf/demo';
import { createKafkaClient, scanTopic } from '@vf/event-bus';
import { silentLog } from '@vf/platform';
import { expectAllEqual } from './all-equal.fixture.js';
import { runningStack, type RunningStack } from './running-stack.fixture.js';

const PAYMENTS = 1_000;
const PATIENCE_MS = 120_000;

/** What is killed, and after which share of the payments. */
const KILLS = [
  { name: 'cdc-worker', after: 0.2 },
  { name: 'kafka', after: 0.5 },
  { name: 'cdc-worker', after: 0.7 },
] as const;

jest.setTimeout(300_000);

/** False when the process is dead already, and not started again yet. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Event ids of each partition of the change topics in their order, as a reader of committed records is given them. */
async function committedIds({ access }: RunningStack): Promise<Map<string, string[]>> {
  const client = createKafkaClient({ brokers: access.brokers, clientId: 'system-tests', log: silentLog });
  const { payments, wallets, ledger } = topicCatalogue(access.topicPrefix);
  const ids = new Map<string, string[]>();
  for (const { name } of [payments, wallets, ledger]) {
    await scanTopic(client, name, ({ partition, value, headers }) => {
      // A tombstone has the id of its delete.
      if (value === null) return;
      const slot = `${name}/${String(partition)}`;
      ids.set(slot, [...(ids.get(slot) ?? []), headers[EVENT_ID_HEADER] ?? '']);
    });
  }
  return ids;
}

describe('the whole flow at exactly-once', () => {
  it('shows each change once and in order, with broker and worker killed in mid-traffic', async () => {
    await using stack = await runningStack({ CAPTURE_DELIVERY: 'exactly-once' });
    let killed = 0;
    const equalities = await runDemo(stack.access, {
      payments: PAYMENTS,
      seed: 13,
      concurrency: 16,
      patienceMs: PATIENCE_MS,
      progress: (phase, done, total) => {
        const next = KILLS[killed];
        if (phase !== 'paying' || !next || done < next.after * total) return;
        if (kill(stack.pidOf(next.name))) killed += 1;
      },
    });
    // The worker a second time only when it was back before the payments were over.
    expect(killed).toBeGreaterThanOrEqual(2);
    expectAllEqual(equalities);
    // What a read model could not need any more would come late: an idle second shows that nothing follows.
    await sleep(1_000);
    const ids = await committedIds(stack);
    expect(ids.size).toBeGreaterThan(4);
    for (const ofPartition of ids.values()) expect(ofPartition).toEqual([...new Set(ofPartition)].sort());
  });
});
