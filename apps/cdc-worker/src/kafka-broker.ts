/** Capture's port to the broker, over the event bus. */
import { RecordRefused, type Broker, type ChangeSink, type SinkOptions } from '@vf/change-capture';
import type { TopicDeclaration } from '@vf/contracts';
import {
  createKafkaClient,
  openPublisher,
  openTopicAdmin,
  readCompactedTopic,
  RecordTooLargeError,
  TopicMismatchError,
  type KafkaClient,
  type Publisher,
  type TopicAdmin,
} from '@vf/event-bus';
import { retryUntilStopped, type Log } from '@vf/platform';

export interface KafkaBrokerOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly positionsTopic: string;
  readonly log: Log;
}

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
    const publisher = await openPublisher(this.#client, {
      signal: sink.signal,
      log: this.options.log,
      onRetry: (err) => sink.onRetry(err instanceof Error ? err.message : String(err)),
    });
    return sinkOver(publisher);
  }

  async readPosition(pipeline: string): Promise<string | undefined> {
    const positions = await readCompactedTopic(this.#client, this.options.positionsTopic);
    return positions.get(pipeline)?.value?.toString('utf8');
  }

  async endOffsets(topics: readonly string[]) {
    const admin = this.#admin;
    if (!admin) throw new Error('the broker was not opened');
    return new Map(await Promise.all(topics.map(async (topic) => [topic, await admin.endOffsets(topic)] as const)));
  }

  async close(): Promise<void> {
    await this.#admin?.close();
  }
}

function sinkOver(publisher: Publisher): ChangeSink {
  return {
    publish: async (records) => {
      try {
        return await publisher.publish(records);
      } catch (err) {
        throw err instanceof RecordTooLargeError ? new RecordRefused(err.message, { cause: err }) : err;
      }
    },
    close: () => publisher.close(),
  };
}
