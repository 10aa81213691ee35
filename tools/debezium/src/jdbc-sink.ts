/** The real Debezium JDBC sink connector: change topics into tables of another PostgreSQL database. */
import { type RunningConnector, startConnectWorker } from './connect-worker.js';
import type { Properties } from './properties.js';

export interface JdbcSinkOptions {
  /** Name of the connector and of its log under var/debezium/logs. */
  readonly name: string;
  /** Database to write to; its user owns the tables. */
  readonly databaseUrl: string;
  /** `host:port,host:port`. */
  readonly brokers: string;
  readonly topics: readonly string[];
  /** Further settings of the sink by its own names, such as `insert.mode`. */
  readonly connector?: Properties;
  /** Further settings of the Connect worker, such as `consumer.isolation.level`; they win over ours. */
  readonly worker?: Properties;
  readonly signal?: AbortSignal;
}

/** Starts the sink, which reads every topic from its beginning; records must carry their schemas. */
export async function startJdbcSink(options: JdbcSinkOptions): Promise<RunningConnector> {
  const url = new URL(options.databaseUrl);
  return startConnectWorker({
    name: options.name,
    brokers: options.brokers,
    worker: {
      'key.converter.schemas.enable': 'true',
      'value.converter.schemas.enable': 'true',
      'consumer.auto.offset.reset': 'earliest',
      ...options.worker,
    },
    connector: {
      'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
      topics: options.topics.join(','),
      'connection.url': `jdbc:postgresql://${url.host}${url.pathname}`,
      'connection.username': decodeURIComponent(url.username),
      'connection.password': decodeURIComponent(url.password),
      ...options.connector,
    },
    ...(options.signal && { signal: options.signal }),
  });
}
