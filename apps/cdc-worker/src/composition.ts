/** Puts the worker together: declarations, broker and limits to pipelines. */
import { CaptureStop, type PipelineSetup } from '@vf/change-capture';
import { topicCatalogue, type TopicDeclaration } from '@vf/contracts';
import { TopicMismatchError } from '@vf/event-bus';
import type { Log } from '@vf/platform';
import { limitsOf, type ConfiguredPipeline, type WorkerConfig } from './config.js';
import { KafkaBroker } from './kafka-broker.js';
import type { PipelineDeclaration } from './pipelines/pipeline-declaration.js';
import { pipelinePlanner } from './pipelines/plan-pipeline.js';

/** `source.version` of the envelopes: of their form, not of the program. */
const ENVELOPE_VERSION = '1';
const APPLICATION_NAME = 'vendorflow-cdc-worker';

export interface Composition {
  readonly broker: KafkaBroker;
  /** What the pipelines write to beside their changes, whose topics each makes for itself. */
  readonly topics: readonly TopicDeclaration[];
  readonly pipelines: readonly PipelineSetup[];
}

/** Connects nothing yet. */
export function compose(config: WorkerConfig, log: Log): Composition {
  const positions = topicCatalogue(config.TOPIC_PREFIX).capturePositions;
  const broker = new KafkaBroker({
    brokers: config.KAFKA_BROKERS,
    clientId: APPLICATION_NAME,
    positionsTopic: positions.name,
    log,
  });
  const owners = new Map<string, string>();
  const prefixes = new Set(config.pipelines.map((pipeline) => prefixOf(config, pipeline)));
  return {
    broker,
    topics: [
      positions,
      ...[...prefixes].flatMap((prefix) => {
        const { progress, captureDeadLetters } = topicCatalogue(prefix);
        return [progress, captureDeadLetters];
      }),
      ...(config.PIPELINES_FILE === undefined ? consumerLetters(config.TOPIC_PREFIX) : []),
    ],
    pipelines: config.pipelines.map((pipeline) => setUp(pipeline, { config, broker, owners, log })),
  };
}

/** Of the platform's own consumers, which make no topics: a refused record must find its topic, or it holds up all. */
function consumerLetters(prefix: string): readonly TopicDeclaration[] {
  const topics = topicCatalogue(prefix);
  const { fraudDeadLetters, ledgerProjectionDeadLetters, webhookDeadLetters, walletCommandDeadLetters } = topics;
  return [fraudDeadLetters, ledgerProjectionDeadLetters, webhookDeadLetters, walletCommandDeadLetters];
}

interface Surroundings {
  readonly config: WorkerConfig;
  readonly broker: KafkaBroker;
  readonly owners: Map<string, string>;
  readonly log: Log;
}

function setUp(pipeline: ConfiguredPipeline, { config, broker, owners, log }: Surroundings): PipelineSetup {
  const { declaration, databaseUrl } = pipeline;
  const topicPrefix = prefixOf(config, pipeline);
  const address = { connectionString: databaseUrl, applicationName: APPLICATION_NAME };
  const others = otherTopics(declaration, topicPrefix);
  const makeTopics = (topics: readonly TopicDeclaration[]) => makeOrStop(broker, topics);
  return {
    name: declaration.name,
    address,
    slot: declaration.slot ?? `${config.SLOT_PREFIX}_${declaration.name}`,
    failover: declaration['slot.failover'],
    publication: declaration.publication,
    tables: pipelinePlanner({
      declaration,
      topicPrefix,
      address,
      makeTopics,
      owners,
      families: config.PIPELINES_FILE === undefined ? config.TOPIC_FAMILIES : ['envelope'],
      others: Object.values(others),
    }),
    ...(declaration.format && { format: declaration.format }),
    ...(others.messages && { messages: { topic: others.messages.name, partitions: others.messages.partitions } }),
    ...(others.transactions && { transactionTopic: others.transactions.name }),
    ...(config.PII_HASH_KEYS && { piiKeys: config.PII_HASH_KEYS }),
    source: { version: ENVELOPE_VERSION, name: topicPrefix },
    deadLetters: {
      topic: topicCatalogue(topicPrefix).captureDeadLetters.name,
      onOversize: declaration['on.oversize'],
      onUnencodable: declaration['on.unencodable'],
    },
    progressTopic: topicCatalogue(topicPrefix).progress.name,
    positionsTopic: topicCatalogue(config.TOPIC_PREFIX).capturePositions.name,
    broker,
    delivery: declaration.delivery ?? config.CAPTURE_DELIVERY,
    limits: limitsOf(config),
    log,
  };
}

/** Of what is no row. */
function otherTopics(declaration: PipelineDeclaration, prefix: string) {
  const { topics, messages, format } = declaration;
  const of = (name: string, partitions: number, key: string): TopicDeclaration => ({
    name: `${prefix}.${name}`,
    partitions,
    config: topics.config,
    key,
    routedBy: 'key',
  });
  return {
    ...(messages && { messages: of('message', topics.partitions, 'prefix of the message as JSON') }),
    ...(format?.['provide.transaction.metadata'] && { transactions: of('transaction', 1, 'transaction id as JSON') }),
  };
}

const prefixOf = (config: WorkerConfig, { declaration }: ConfiguredPipeline) =>
  declaration['topic.prefix'] ?? config.TOPIC_PREFIX;

async function makeOrStop(broker: KafkaBroker, topics: readonly TopicDeclaration[]): Promise<void> {
  try {
    await broker.makeTopics(topics);
  } catch (err) {
    if (!(err instanceof TopicMismatchError)) throw err;
    throw new CaptureStop(
      'topic-differs',
      `A topic is not as it is declared: ${err.differences.join('; ')}.`,
      'Give the topic what is declared, or declare what it has (PIPELINES_FILE), then start the worker again.',
      { cause: err },
    );
  }
}
