/** The topics of one run, which note when the broker appended each record. */
import { topicCatalogue } from '@vf/contracts';
import { type KafkaClient, openTopicAdmin, scanTopic } from '@vf/event-bus';
import { silentLog } from '@vf/platform';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
const SCAN_TIMEOUT_MS = 300_000;

/** Names of the change topics under a prefix. */
export function changeTopics(prefix: string): string[] {
  const { payments, wallets, ledger } = topicCatalogue(prefix);
  return [payments.name, wallets.name, ledger.name];
}

/** Makes the platform's topics under a prefix; all but that the broker stamps the records is as declared. */
export async function createMeasuredTopics(client: KafkaClient, prefix: string): Promise<void> {
  await withAdmin(client, (admin) =>
    admin.ensureTopics(
      Object.values(topicCatalogue(prefix)).map((topic) => ({
        ...topic,
        config: { ...topic.config, 'message.timestamp.type': 'LogAppendTime' },
      })),
    ),
  );
}

/** Waits until the change topics hold so many records. Throws after the time limit, or when `whileAlive` throws. */
export async function untilRecords(
  client: KafkaClient,
  prefix: string,
  expected: number,
  options: { readonly timeoutMs: number; readonly whileAlive: () => void; readonly onCount?: (count: number) => void },
): Promise<void> {
  await withAdmin(client, async (admin) => {
    const deadline = performance.now() + options.timeoutMs;
    for (;;) {
      const ends = await Promise.all(changeTopics(prefix).map((topic) => admin.endOffsets(topic)));
      const count = ends.flatMap((partitions) => [...partitions.values()]).reduce((sum, end) => sum + Number(end), 0);
      options.onCount?.(count);
      if (count >= expected) return;
      options.whileAlive();
      if (performance.now() > deadline)
        throw new Error(`${prefix}: only ${String(count)} of ${String(expected)} records came`);
      await sleep(POLL_MS);
    }
  });
}

/** When each record of these topics was appended, in milliseconds, sorted. */
export async function appendTimes(client: KafkaClient, topics: readonly string[]): Promise<Float64Array> {
  const times: number[] = [];
  for (const topic of topics) {
    await scanTopic(client, topic, ({ timestampMs }) => void times.push(timestampMs), { timeoutMs: SCAN_TIMEOUT_MS });
  }
  return Float64Array.from(times).sort();
}

const COMMIT_TIME = /"source":\{.*?"ts_us":(\d+)/;
const US_PER_MS = 1_000;

/**
 * Commit to append of each record that was committed from `sinceMs` on, in milliseconds, sorted. Append times are whole
 * milliseconds, so a latency may be short by up to one.
 */
export async function latencies(client: KafkaClient, topic: string, sinceMs: number): Promise<Float64Array> {
  const found: number[] = [];
  await scanTopic(
    client,
    topic,
    ({ value, timestampMs }) => {
      const commitMs = Number(COMMIT_TIME.exec(value?.toString('utf8') ?? '')?.[1]) / US_PER_MS;
      if (commitMs >= sinceMs) found.push(timestampMs - commitMs);
    },
    { timeoutMs: SCAN_TIMEOUT_MS },
  );
  return Float64Array.from(found).sort();
}

async function withAdmin<T>(
  client: KafkaClient,
  work: (admin: Awaited<ReturnType<typeof openTopicAdmin>>) => Promise<T>,
): Promise<T> {
  const admin = await openTopicAdmin(client, { signal: new AbortController().signal, log: silentLog });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}
