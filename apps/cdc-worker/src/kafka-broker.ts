/** Capture's port to the broker, over the event bus. */
import {
  RecordRefused,
  type Broker,
  type ChangeRecord,
  type ChangeSink,
  type PartitionScan,
  type RecordAccumulator,
  type SinkOptions,
} from '@vf/change-capture';
import type { TopicDeclaration } from '@vf/contracts';
import {
  createKafkaClient,
  openBatchPublisher,
  openTransactionalPublisher,
  openTopicAdmin,
  readCompactedTopic,
  RecordTooLargeError,
  scanTopic,
  TopicMismatchError,
  type BatchPublisher,
  type KafkaClient,
  type RecordAccumulator as BusAccumulator,
  type TopicAdmin,
} from '@vf/event-bus';
import { retryUntilStopped, type Log } from '@vf/platform';

export interface KafkaBrokerOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly positionsTopic: string;
  readonly log: Log;
}

/** For reading one partition to its end; what is done with the records counts. */
const SCAN_TIMEOUT_MS = 24 * 3_600_000;

export class KafkaBroker implements Broker {
  readonly #client: KafkaClient;
  #admin: TopicAdmin | undefined;

  constructor(private readonly options: KafkaBrokerOptions) {
    this.#client = createKafkaClient(options);
  }

  /**
   * Connects, waiting until the broker is there, and makes the topics that are missing. Throws TopicMismatchError when
   * one differs from its declaration, and the signal's reason. `onWaiting` sees each failed attempt.
   */
  async open(
    topics: readonly TopicDeclaration[],
    signal: AbortSignal,
    onWaiting: (failures: number) => void = () => undefined,
  ): Promise<void> {
    const { log } = this.options;
    const admin = await openTopicAdmin(this.#client, {
      signal,
      log,
      onRetry: (_err, failures) => onWaiting(failures),
    });
    this.#admin = admin;
    await retryUntilStopped(() => admin.ensureTopics(topics), {
      signal,
      onFailure: (err, failures) => {
        if (err instanceof TopicMismatchError) throw err;
        onWaiting(failures);
        log.warn({ err, failures }, 'topics not made yet, trying again');
      },
    });
  }

  /** Makes those that are missing. Throws TopicMismatchError when one differs. */
  async makeTopics(topics: readonly TopicDeclaration[]): Promise<void> {
    if (!this.#admin) throw new Error('the broker was not opened');
    await this.#admin.ensureTopics(topics);
  }

  async openSink(sink: SinkOptions): Promise<ChangeSink> {
    const options = {
      signal: sink.signal,
      log: this.options.log,
      onRetry: (err: unknown) => sink.onRetry(err instanceof Error ? err.message : String(err)),
    };
    if (sink.delivery === 'at-least-once') {
      return sinkOver(await openBatchPublisher(this.#client, options), () => Promise.resolve());
    }
    // Named after the topic of the position that its transactions hold, which is one per installation.
    const transactionalId = `${this.options.positionsTopic}.${sink.pipeline}`;
    const transactions = await openTransactionalPublisher(this.#client, { ...options, transactionalId });
    return sinkOver(transactions, () => transactions.fence());
  }

  async readPosition(key: string): Promise<string | undefined> {
    const positions = await readCompactedTopic(this.#client, this.options.positionsTopic);
    return positions.get(key)?.value?.toString('utf8');
  }

  async recordLimits(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (!this.#admin) throw new Error('the broker was not opened');
    return this.#admin.recordLimits(topics);
  }

  async endOffsets(topics: readonly string[]) {
    const admin = this.#admin;
    if (!admin) throw new Error('the broker was not opened');
    return new Map(await Promise.all(topics.map(async (topic) => [topic, await admin.readableEnds(topic)] as const)));
  }

  async scanPartition({ topic, partition, from, onRecord, signal }: PartitionScan): Promise<bigint> {
    const ends = await scanTopic(this.#client, topic, onRecord, {
      from: new Map([[partition, from]]),
      signal,
      timeoutMs: SCAN_TIMEOUT_MS,
    });
    return ends.get(partition) ?? from;
  }

  async close(): Promise<void> {
    await this.#admin?.close();
  }
}

function sinkOver(publisher: BatchPublisher, fence: () => Promise<void>): ChangeSink {
  return {
    fence,
    accumulate: () => new SinkAccumulator(publisher.accumulate()),
    publish: async (records) => {
      if (!(records instanceof SinkAccumulator)) throw new TypeError('records of another sink');
      try {
        return await publisher.publish(records.inner);
      } catch (err) {
        throw asRefusal(err);
      }
    },
    close: () => publisher.close(),
  };
}

/** The bus's accumulator, with its refusals in capture's words. */
class SinkAccumulator implements RecordAccumulator {
  constructor(readonly inner: BusAccumulator) {}

  append(record: ChangeRecord): void {
    try {
      this.inner.append(record);
    } catch (err) {
      throw asRefusal(err);
    }
  }

  get count(): number {
    return this.inner.count;
  }

  get bytes(): number {
    return this.inner.bytes;
  }
}

const asRefusal = (err: unknown) =>
  err instanceof RecordTooLargeError
    ? new RecordRefused(err.message, { cause: err, topic: err.record.topic, bytes: err.bytes })
    : err;
