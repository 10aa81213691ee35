/** The pipelines of the platform: from which tables, by which column, to which topics. */
import { piiPlan, type PiiPlan, type PipelineOptions, type TablePlan } from '@vf/change-capture';
import { personalData, topicCatalogue, type TopicCatalogue, type TopicDeclaration } from '@vf/contracts';
import type { TopicFamily, WorkerConfig } from './config.js';

export interface PipelineDeclaration extends Pick<
  PipelineOptions,
  'name' | 'slot' | 'publication' | 'tables' | 'progressTopic' | 'positionsTopic'
> {
  readonly databaseUrl: string;
  /** Everything the pipeline writes to. */
  readonly topics: readonly TopicDeclaration[];
}

interface DeclaredTable {
  readonly table: string;
  readonly routedBy: string;
  readonly topics: Readonly<Record<TopicFamily, TopicDeclaration>>;
  readonly pii?: PiiPlan;
}

/** The table's topics with a plan for each of the families. */
function changesOf(
  { table, routedBy, topics, pii }: DeclaredTable,
  families: readonly TopicFamily[],
): readonly (readonly [TopicDeclaration, TablePlan])[] {
  return families.map((mode) => {
    const { name, partitions } = topics[mode];
    const plan = { mode, schema: 'public', table, topic: name, partitions, key: ['id'], routedBy, ...(pii && { pii }) };
    return [topics[mode], plan] as const;
  });
}

const paymentsTables = (topics: TopicCatalogue): readonly DeclaredTable[] => [
  {
    table: 'payments',
    routedBy: 'sender_id',
    topics: { envelope: topics.payments, rows: topics.paymentRows },
    pii: piiPlan.parse(personalData.payments),
  },
  { table: 'wallets', routedBy: 'id', topics: { envelope: topics.wallets, rows: topics.walletRows } },
  { table: 'ledger', routedBy: 'wallet_id', topics: { envelope: topics.ledger, rows: topics.ledgerRows } },
  {
    table: 'users',
    routedBy: 'id',
    topics: { envelope: topics.users, rows: topics.userRows },
    pii: piiPlan.parse(personalData.users),
  },
];

/** One pipeline per database; that of a database without a URL is left out. */
export function pipelinesOf(config: WorkerConfig): readonly PipelineDeclaration[] {
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const declare = (
    name: string,
    databaseUrl: string | undefined,
    publication: string,
    changes: readonly (readonly [TopicDeclaration, TablePlan])[],
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
      ...paymentsTables(topics).flatMap((table) => changesOf(table, config.TOPIC_FAMILIES)),
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
