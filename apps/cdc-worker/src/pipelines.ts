/** The pipelines of the platform: from which tables, by which column, to which topics. */
import type { EnvelopeTable, PipelineOptions, TablePlan } from '@vf/change-capture';
import { topicCatalogue, type TopicDeclaration } from '@vf/contracts';
import type { WorkerConfig } from './config.js';

export interface PipelineDeclaration extends Pick<
  PipelineOptions,
  'name' | 'slot' | 'publication' | 'tables' | 'progressTopic' | 'positionsTopic'
> {
  readonly databaseUrl: string;
  /** Everything the pipeline writes to. */
  readonly topics: readonly TopicDeclaration[];
}

const changesOf = (table: string, topic: TopicDeclaration, routedBy: string): EnvelopeTable => ({
  mode: 'envelope',
  schema: 'public',
  table,
  topic: topic.name,
  partitions: topic.partitions,
  key: ['id'],
  routedBy,
});

/** One pipeline per database; that of a database without a URL is left out. */
export function pipelinesOf(config: WorkerConfig): readonly PipelineDeclaration[] {
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const declare = (
    name: string,
    databaseUrl: string | undefined,
    publication: string,
    changes: readonly [TopicDeclaration, TablePlan][],
  ): PipelineDeclaration[] => {
    if (databaseUrl === undefined) return [];
    return [
      {
        name,
        databaseUrl,
        publication,
        slot: `${config.SLOT_PREFIX}_${name}`,
        tables: changes.map(([, table]) => table),
        progressTopic: topics.progress.name,
        positionsTopic: topics.capturePositions.name,
        topics: [...changes.map(([topic]) => topic), topics.progress, topics.capturePositions],
      },
    ];
  };
  return [
    ...declare('payments', config.PAYMENTS_DATABASE_URL, 'vendorflow_capture', [
      [topics.payments, changesOf('payments', topics.payments, 'sender_id')],
      [topics.wallets, changesOf('wallets', topics.wallets, 'id')],
      [topics.ledger, changesOf('ledger', topics.ledger, 'wallet_id')],
    ]),
    ...declare('fraud', config.FRAUD_DATABASE_URL, 'fraud_capture', [
      [
        topics.fraudAlerts,
        {
          mode: 'outbox',
          schema: 'public',
          table: 'alert_event',
          topic: topics.fraudAlerts.name,
          partitions: topics.fraudAlerts.partitions,
          key: 'alert_id',
          routedBy: 'sender_id',
          payload: 'payload',
        },
      ],
    ]),
  ];
}
