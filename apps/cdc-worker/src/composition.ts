/** Puts the worker together: declarations, broker and limits to pipelines. */
import type { PipelineOptions } from '@vf/change-capture';
import type { TopicDeclaration } from '@vf/contracts';
import { topicCatalogue } from '@vf/contracts';
import type { Log } from '@vf/platform';
import { limitsOf, type WorkerConfig } from './config.js';
import { KafkaBroker } from './kafka-broker.js';
import { pipelinesOf } from './pipelines.js';

/** `source.version` of the envelopes: of their form, not of the program. */
const ENVELOPE_VERSION = '1';
const APPLICATION_NAME = 'vendorflow-cdc-worker';

export interface Composition {
  readonly broker: KafkaBroker;
  /** All that the pipelines write to, each once. */
  readonly topics: readonly TopicDeclaration[];
  readonly pipelines: readonly PipelineOptions[];
}

/** Connects nothing yet. */
export function compose(config: WorkerConfig, log: Log): Composition {
  const declarations = pipelinesOf(config);
  const broker = new KafkaBroker({
    brokers: config.KAFKA_BROKERS,
    clientId: APPLICATION_NAME,
    positionsTopic: topicCatalogue(config.TOPIC_PREFIX).capturePositions.name,
    log,
  });
  const pipelines = declarations.map((declared) => ({
    ...declared,
    address: { connectionString: declared.databaseUrl, applicationName: APPLICATION_NAME },
    source: { version: ENVELOPE_VERSION, name: config.TOPIC_PREFIX },
    piiKeys: config.PII_HASH_KEYS,
    broker,
    delivery: config.CAPTURE_DELIVERY,
    limits: limitsOf(config),
    log,
  }));
  const byName = new Map(declarations.flatMap(({ topics }) => topics.map((topic) => [topic.name, topic] as const)));
  return { broker, topics: [...byName.values()], pipelines };
}
