/** The real Debezium connector for PostgreSQL on a slot and a publication. */
import pg from 'pg';
import { type RunningConnector, startConnectWorker } from './connect-worker.js';
import type { Properties } from './properties.js';

const QUERY_TIMEOUT_MS = 5_000;

export type Tuning = 'defaults' | 'tuned';

interface TuningSettings {
  readonly worker: Properties;
  readonly connector: Properties;
}

/** Debezium as it comes, and with larger batches and shorter waits: the better of what its users report. */
const tunings: Readonly<Record<Tuning, TuningSettings>> = {
  defaults: { worker: {}, connector: {} },
  tuned: {
    worker: { 'producer.linger.ms': '5', 'producer.batch.size': '262144' },
    connector: { 'max.batch.size': '16384', 'max.queue.size': '65536', 'poll.interval.ms': '5' },
  },
};

export interface DebeziumOptions {
  /** Name of the connector and of its log under var/debezium/logs. */
  readonly name: string;
  /** Of a role that may replicate. */
  readonly databaseUrl: string;
  /** `host:port,host:port`. */
  readonly brokers: string;
  /** Both must exist. The slot's plugin is pgoutput. */
  readonly slot: string;
  readonly publication: string;
  readonly topicPrefix: string;
  /** Default `defaults`. */
  readonly tuning?: Tuning;
  /** `schemas.enable` of the key's and the value's JSON converter. Default false. */
  readonly schemas?: boolean;
  /** Further settings of the worker, such as those of its converters; they win over the above. */
  readonly worker?: Properties;
  /** Further settings of the connector by Debezium's own names; they win over the above. */
  readonly connector?: Properties;
  readonly signal?: AbortSignal;
}

/**
 * Starts Debezium without a snapshot (`snapshot.mode=no_data`, unless `connector` says otherwise) and resolves when it
 * streams from the slot. Topics that are missing it makes with one partition.
 */
export async function startDebezium(options: DebeziumOptions): Promise<RunningConnector> {
  const tuning = tunings[options.tuning ?? 'defaults'];
  const schemas = String(options.schemas ?? false);
  return startConnectWorker({
    name: options.name,
    brokers: options.brokers,
    worker: {
      'key.converter.schemas.enable': schemas,
      'value.converter.schemas.enable': schemas,
      ...tuning.worker,
      ...options.worker,
    },
    connector: { ...connectorSettings(options), ...tuning.connector, ...options.connector },
    isWorking: () => slotIsActive(options.databaseUrl, options.slot),
    ...(options.signal && { signal: options.signal }),
  });
}

function connectorSettings(options: DebeziumOptions): Properties {
  const url = new URL(options.databaseUrl);
  return {
    'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
    'database.hostname': url.hostname,
    'database.port': url.port || '5432',
    'database.user': decodeURIComponent(url.username),
    'database.password': decodeURIComponent(url.password),
    'database.dbname': decodeURIComponent(url.pathname.slice(1)),
    'plugin.name': 'pgoutput',
    'slot.name': options.slot,
    'publication.name': options.publication,
    'publication.autocreate.mode': 'disabled',
    'snapshot.mode': 'no_data',
    'topic.prefix': options.topicPrefix,
    'topic.creation.default.partitions': '1',
    'topic.creation.default.replication.factor': '1',
  };
}

/** A running task may still be preparing. A slot that is being made is active too, without a position yet. */
async function slotIsActive(databaseUrl: string, slot: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, query_timeout: QUERY_TIMEOUT_MS });
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT active AND confirmed_flush_lsn IS NOT NULL AS streams FROM pg_replication_slots WHERE slot_name = $1',
      [slot],
    );
    const [row] = rows as { streams: boolean }[];
    if (row?.streams !== true) throw new Error(`slot ${slot} is not streamed from yet`);
  } finally {
    await client.end();
  }
}
