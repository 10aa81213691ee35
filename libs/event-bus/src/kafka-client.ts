/** The one way to a broker: settings that every connection of a process shares. */
import type { Log } from '@vf/platform';
import { Kafka, logLevel } from 'kafkajs';
import { kafkaLogCreator } from './kafka-log.js';
import { applyKafkajsPatches } from './kafkajs-patches.js';

export interface KafkaClientOptions {
  /** `host:port` of some brokers; the rest are learnt from them. */
  readonly brokers: readonly string[];
  /** Names this process in the broker's logs and quotas. */
  readonly clientId: string;
  readonly log: Log;
  /** TLS to the brokers with the system's certificates; off by default. */
  readonly ssl?: boolean;
  readonly connectionTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Short, because our own callers retry with their own backoff and tell readiness meanwhile. */
const CLIENT_RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4 };

/** Opened by openPublisher, openTopicAdmin, scanTopic and consumeBatches; connects nothing by itself. */
export interface KafkaClient {
  /** For this library only: nobody else speaks kafkajs. */
  readonly kafka: Kafka;
  readonly log: Log;
}

export function createKafkaClient(options: KafkaClientOptions): KafkaClient {
  applyKafkajsPatches();
  const kafka = new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    ssl: options.ssl ?? false,
    connectionTimeout: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    retry: CLIENT_RETRY,
    logLevel: logLevel.INFO,
    logCreator: kafkaLogCreator(options.log),
  });
  return { kafka, log: options.log };
}
