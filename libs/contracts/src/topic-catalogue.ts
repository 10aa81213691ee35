/** Every topic of the platform, declared once: its partitions, retention, key and routing. Nothing else creates one. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's own names. */
  readonly config: Readonly<Record<string, string>>;
  /** What the record key is, for the reader. */
  readonly key: string;
  /** The immutable value whose murmur2 hash picks the partition, for the reader. */
  readonly routedBy: string;
}

const DAY_MS = 86_400_000;
const ALERT_RETENTION_DAYS = 90;
const COMMAND_RETENTION_DAYS = 90;
const DEAD_LETTER_RETENTION_DAYS = 30;
const PROGRESS_RETENTION_DAYS = 30;
const CHANGE_PARTITIONS = 4;
const ROWS_TOMBSTONE_DAYS = 7;
const ROWS_COMPACTION_DAYS = 1;
const ROWS_SEGMENT_BYTES = 64 * 1024 * 1024;
const POSITIONS_SEGMENT_BYTES = 16 * 1024 * 1024;

const forDays = (days: number) => ({ 'cleanup.policy': 'delete', 'retention.ms': String(days * DAY_MS) });
/** Change topics keep everything, so that a read model can be rebuilt from zero. */
const forEver = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/**
 * The newest record of each key, for ever. An older one, with what was personal in it, is gone a day later; a reader that
 * takes less than a week from the beginning to the end sees every delete.
 */
export const newestPerKey = {
  'cleanup.policy': 'compact',
  'delete.retention.ms': String(ROWS_TOMBSTONE_DAYS * DAY_MS),
  'max.compaction.lag.ms': String(ROWS_COMPACTION_DAYS * DAY_MS),
  'segment.bytes': String(ROWS_SEGMENT_BYTES),
};

/** Consumer groups of the platform; each has a dead-letter topic of its own. */
export const consumerGroups = {
  fraud: 'fraud',
  ledgerProjection: 'ledger-projection',
  webhooks: 'webhooks',
  walletCommands: 'wallet-commands',
} as const;

/** Where capture publishes tables: each change, and the newest row. */
function tableTopics(prefix: string) {
  const changes = (table: string, routedBy: string): TopicDeclaration => ({
    name: `${prefix}.public.${table}`,
    partitions: CHANGE_PARTITIONS,
    config: forEver,
    key: 'primary key as JSON',
    routedBy,
  });
  const rows = (table: string, routedBy: string): TopicDeclaration => ({
    ...changes(table, routedBy),
    name: `${prefix}.rows.${table}`,
    config: newestPerKey,
  });
  return {
    payments: changes('payments', 'sender_id'),
    wallets: changes('wallets', 'id'),
    ledger: changes('ledger', 'wallet_id'),
    users: changes('users', 'id'),
    paymentRows: rows('payments', 'sender_id'),
    walletRows: rows('wallets', 'id'),
    ledgerRows: rows('ledger', 'wallet_id'),
    userRows: rows('users', 'id'),
  };
}

/** Where capture publishes what contexts tell by rows of an outbox. */
function outboxTopics(prefix: string) {
  const commands = (name: string): TopicDeclaration => ({
    name: `${prefix}.${name}`,
    partitions: CHANGE_PARTITIONS,
    config: forDays(COMMAND_RETENTION_DAYS),
    key: 'command id',
    routedBy: 'user_id',
  });
  return {
    fraudAlerts: {
      name: `${prefix}.fraud.alerts`,
      partitions: CHANGE_PARTITIONS,
      config: forDays(ALERT_RETENTION_DAYS),
      key: 'alert id',
      routedBy: 'sender_id',
    },
    fraudCommands: commands('fraud.commands'),
    commandResults: commands('payments.command-results'),
  };
}

function deadLetterTopics(prefix: string) {
  const deadLetters = (group: string): TopicDeclaration => ({
    name: `${prefix}.dead-letters.${group}`,
    partitions: 1,
    config: forDays(DEAD_LETTER_RETENTION_DAYS),
    key: 'event id of the refused record, or topic/partition/offset when it has none',
    routedBy: 'single partition',
  });
  return {
    captureDeadLetters: { ...deadLetters('capture'), key: 'event id of the refused change' },
    fraudDeadLetters: deadLetters(consumerGroups.fraud),
    ledgerProjectionDeadLetters: deadLetters(consumerGroups.ledgerProjection),
    webhookDeadLetters: deadLetters(consumerGroups.webhooks),
    walletCommandDeadLetters: deadLetters(consumerGroups.walletCommands),
  };
}

/** The topics under one prefix (`vf` unless configured otherwise). */
export function topicCatalogue(prefix: string) {
  return {
    ...tableTopics(prefix),
    ...outboxTopics(prefix),
    progress: {
      name: `${prefix}.progress`,
      partitions: 1,
      config: forDays(PROGRESS_RETENTION_DAYS),
      key: 'pipeline',
      routedBy: 'single partition',
    },
    capturePositions: {
      name: `${prefix}.capture.positions`,
      partitions: 1,
      // Read whole at every start: small segments, because the one being written is never compacted.
      config: { 'cleanup.policy': 'compact', 'segment.bytes': String(POSITIONS_SEGMENT_BYTES) },
      key: 'pipeline',
      routedBy: 'single partition',
    },
    ...deadLetterTopics(prefix),
  } as const satisfies Record<string, TopicDeclaration>;
}

export type TopicCatalogue = ReturnType<typeof topicCatalogue>;
