/** A consumer group member as a whole: bus, position store, processor, readiness. Knows nothing of Nest. */
import {
  type KafkaClient,
  type TopicAdmin,
  consumeBatches,
  messageOf,
  openPublisher,
  openTopicAdmin,
} from '@vf/event-bus';
import type { Health, Log, Registry } from '@vf/platform';
import type { Kysely } from 'kysely';
import { BatchProcessor, type HandledRoute } from './batch-processor.js';
import { createConsumerMetrics } from './consumer-metrics.js';
import type { ConsumerPositionTables } from './consumer-position.js';
import { ConsumerStatus } from './consumer-status.js';
import { type ConsumerTuning, defaultConsumerTuning } from './consumer-tuning.js';
import { DeadLetters } from './dead-letters.js';
import { faultKind, sqlState } from './fault-kind.js';
import { takeUpPositions } from './position-store.js';

export interface GroupConsumerOptions<DB> {
  readonly client: KafkaClient;
  readonly groupId: string;
  /** Of the database with the effects and consumer_position; its pool gives up connecting after a while. */
  readonly db: Kysely<DB>;
  /** A topic with one partition. */
  readonly deadLetterTopic: string;
  readonly health: Health;
  readonly metrics: Registry;
  readonly log: Log;
  readonly tuning?: Partial<ConsumerTuning>;
}

/** SQLSTATE of a table that is not there. */
const UNDEFINED_TABLE = '42P01';

/**
 * Consumes until the signal; resolves when the batch at work is committed. Rejects with what no waiting can cure
 * (OffsetOutOfRangeError, PartitionCountChangedError, ConsumerStoppedError, TooManyDeadLettersError, a fatal database
 * error); the process should exit then.
 */
export async function runGroupConsumer<DB>(
  options: GroupConsumerOptions<DB>,
  routes: readonly HandledRoute<DB>[],
  signal: AbortSignal,
): Promise<void> {
  const { client, groupId, log } = options;
  const tuning = { ...defaultConsumerTuning, ...options.tuning };
  const parts = assemble(options, routes, tuning);
  const topics = routes.map(({ topic }) => topic);
  const lag = watchLag(client, topics, parts.status, { signal, log, everyMs: tuning.lagPollMs });
  try {
    await consumeBatches(client, {
      groupId,
      topics,
      signal,
      log,
      tuning: tuning.reading,
      observer: parts.status,
      isPassing: isPassingForPositions,
      loadPositions: (assigned) =>
        takeUpPositions(options.db as unknown as Kysely<ConsumerPositionTables>, groupId, assigned),
      onBatch: (batch) => parts.processor.process(batch),
    });
    parts.status.stopped('asked to');
  } catch (err) {
    parts.status.stopped(messageOf(err));
    throw err;
  } finally {
    await Promise.all([lag.close(), parts.close()]);
  }
}

function assemble<DB>(options: GroupConsumerOptions<DB>, routes: readonly HandledRoute<DB>[], tuning: ConsumerTuning) {
  const { client, groupId, db, log, health } = options;
  const metrics = createConsumerMetrics(options.metrics);
  const { stallAfterMs, deadLetterTimeoutMs: timeoutMs } = tuning;
  const status = new ConsumerStatus({ health, metrics, groupId, stallAfterMs, now: () => performance.now() });
  const closing = new AbortController();
  const open = () => openPublisher(client, { signal: closing.signal, log });
  const deadLetters = new DeadLetters({ topic: options.deadLetterTopic, groupId, timeoutMs, open });
  const processor = new BatchProcessor({
    db,
    groupId,
    routes: new Map(routes.map((route) => [route.topic, route])),
    deadLetters,
    failures: tuning.failures,
    maxDeadLettersInARow: tuning.maxDeadLettersInARow,
    limits: tuning.transaction,
    metrics,
    status,
    log,
  });
  const close = () => {
    // Letters whose transaction is over need not be waited for: unwritten ones are written when it is tried again.
    closing.abort();
    return deadLetters.close();
  };
  return { status, processor, close };
}

/** The database away, or its migrations not run yet: a process started early waits and says so. */
const isPassingForPositions = (err: unknown) => faultKind(err) === 'transient' || sqlState(err) === UNDEFINED_TABLE;

interface LagWatch {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly everyMs: number;
}

/** Asks for the log's ends now and then: lag would be wrong where no batch comes because something is held up. */
function watchLag(client: KafkaClient, topics: readonly string[], status: ConsumerStatus, watch: LagWatch) {
  const { log, everyMs } = watch;
  const closing = new AbortController();
  const signal = AbortSignal.any([watch.signal, closing.signal]);
  let admin: Promise<TopicAdmin> | undefined;
  let asking: Promise<void> = Promise.resolve();
  const ask = async () => {
    admin ??= openTopicAdmin(client, { signal, log });
    const opened = await admin;
    for (const topic of topics) status.ends(topic, await opened.endOffsets(topic));
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    asking = ask()
      .catch((err: unknown) => log.debug({ err: messageOf(err) }, 'lag is not known'))
      .finally(() => (busy = false));
  }, everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      closing.abort();
      await asking;
      await admin?.then((opened) => opened.close()).catch(() => undefined);
    },
  };
}
