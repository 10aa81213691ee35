/** Settings of the worker. */
import { defaultLimits, parsePiiKeys, type CaptureLimits } from '@vf/change-capture';
import { apiTokens, kafkaBrokers, loadConfig, port, postgresUrl, processSettings, topicPrefix } from '@vf/platform';
import { z } from 'zod';
import { topicFamily, type PipelineDeclaration } from './pipelines/pipeline-declaration.js';
import { readPipelines } from './pipelines/read-pipelines.js';

const DEFAULT_OPS_PORT = 9081;
const DEFAULT_ADMIN_PORT = 8081;

const milliseconds = (byDefault: number, least: number, description: string) =>
  z.coerce
    .number()
    .int()
    .min(least)
    .max(3_600_000)
    .default(byDefault)
    .meta({ example: String(byDefault), description });

const count = (byDefault: number, most: number, description: string) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(byDefault)
    .meta({ example: String(byDefault), description });

const bytes = (byDefault: number, description: string) =>
  z.coerce
    .number()
    .int()
    .min(64 * 1024)
    .max(1024 * 1024 * 1024)
    .default(byDefault)
    .meta({ example: String(byDefault), description });

const topicFamilies = z
  .string()
  .default('envelope,rows')
  .transform((list) => list.split(',').map((name) => name.trim()))
  .pipe(z.array(topicFamily).refine((names) => new Set(names).size === names.length, 'name each family once'))
  .meta({
    example: 'envelope,rows',
    description: 'Families that the platform’s own tables travel on: envelope (<p>.public.*), rows (<p>.rows.*).',
  });

const piiHashKeys = z
  .string()
  .transform((text, context) => {
    try {
      return parsePiiKeys(text);
    } catch (err) {
      context.addIssue({ code: 'custom', message: err instanceof Error ? err.message : String(err) });
      return z.NEVER;
    }
  })
  .meta({
    example: 'k1:<64 hex digits, as openssl rand -hex 32 prints them>',
    description:
      'Keys that personal data is hashed with, id:secret, separated by commas; the first one is the current.',
  });

const schema = z.object({
  ...processSettings(DEFAULT_OPS_PORT),
  API_TOKENS: apiTokens.optional(),
  ADMIN_HOST: z.string().default('127.0.0.1').meta({ example: '0.0.0.0', description: 'Address of the admin API.' }),
  ADMIN_PORT: port(DEFAULT_ADMIN_PORT).meta({
    example: String(DEFAULT_ADMIN_PORT),
    description: 'Port of the admin API, which is served when API_TOKENS is set.',
  }),
  PIPELINES_FILE: z.string().optional().meta({
    example: '/etc/vendorflow/pipelines.json',
    description: 'Declares the pipelines (docs/capture.md); without it those of the platform run.',
  }),
  KAFKA_BROKERS: kafkaBrokers,
  PII_HASH_KEYS: piiHashKeys.optional(),
  TOPIC_FAMILIES: topicFamilies,
  TOPIC_PREFIX: topicPrefix,
  SLOT_PREFIX: z
    .string()
    .regex(/^[a-z0-9_]{1,30}$/, 'use lower-case letters, digits and underscore')
    .default('vf')
    .meta({ example: 'vf', description: 'Prefix of the replication slots, whose names are unique in a server.' }),
  HEARTBEAT_INTERVAL_MS: milliseconds(defaultLimits.heartbeatIntervalMs, 50, 'Between heartbeats in each source.'),
  ACKNOWLEDGE_INTERVAL_MS: milliseconds(
    defaultLimits.acknowledgeEveryMs,
    50,
    'Longest time between two acknowledgements to a source.',
  ),
  TAKEOVER_AFTER_MS: milliseconds(
    defaultLimits.takeoverAfterMs,
    1_000,
    'Silence of another worker after which its slot is taken. More than twice ACKNOWLEDGE_INTERVAL_MS.',
  ),
  CAPTURE_DELIVERY: z.enum(['at-least-once', 'exactly-once']).default('at-least-once').meta({
    example: 'exactly-once',
    description: 'Whether each publish is a Kafka transaction that holds the position too.',
  }),
  STALL_LIMIT_MS: milliseconds(30_000, 500, 'Lag above which the worker says that it is not ready.'),
  MAX_BATCH_BYTES: bytes(defaultLimits.maxBatchBytes, 'Most bytes of one publish.'),
  SNAPSHOT_TABLES: count(defaultLimits.snapshotTables, 16, 'Tables that a snapshot reads at the same time.'),
  SNAPSHOT_CHUNK_ROWS: count(defaultLimits.snapshotChunkRows, 100_000, 'Most rows that a snapshot reads at a time.'),
  HIGH_WATER_BYTES: bytes(defaultLimits.highWaterBytes, 'Queued bytes above which a source is read no further.'),
});

export interface ConfiguredPipeline {
  readonly declaration: PipelineDeclaration;
  readonly databaseUrl: string;
}

export type WorkerConfig = Readonly<z.output<typeof schema>> & {
  /** Those whose database is set. */
  readonly pipelines: readonly ConfiguredPipeline[];
};

/** Throws ConfigError. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): WorkerConfig {
  const declarations = readPipelines(env['PIPELINES_FILE'] || undefined);
  const urlOf = ({ database, name, optional }: PipelineDeclaration) =>
    [database, optional ? postgresUrl(name).optional() : postgresUrl(name)] as const;
  const urls = z.object(Object.fromEntries(declarations.map(urlOf)));
  const hasPersonalData = declarations.some(({ tables }) => tables.some(({ pii }) => pii !== undefined));
  const keys = hasPersonalData ? { PII_HASH_KEYS: piiHashKeys } : {};
  // One pass over all settings, so that every fault is told at once.
  const given: Readonly<Record<string, unknown>> = loadConfig(schema.extend({ ...urls.shape, ...keys }), env);
  const pipelines = declarations.flatMap((declaration) => {
    const databaseUrl = given[declaration.database];
    return typeof databaseUrl === 'string' ? [{ declaration, databaseUrl }] : [];
  });
  return { ...loadConfig(schema, env), pipelines };
}

export function limitsOf(config: WorkerConfig): CaptureLimits {
  return {
    maxBatchBytes: config.MAX_BATCH_BYTES,
    // Below two batches the reader could pause with nothing that may be taken.
    highWaterBytes: Math.max(config.HIGH_WATER_BYTES, config.MAX_BATCH_BYTES * 2),
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
    // A holder must be heard from more than once before its silence counts.
    takeoverAfterMs: Math.max(config.TAKEOVER_AFTER_MS, config.ACKNOWLEDGE_INTERVAL_MS * 3),
    openTransactionWaitMs: defaultLimits.openTransactionWaitMs,
    repairMs: defaultLimits.repairMs,
    acknowledgeEveryMs: config.ACKNOWLEDGE_INTERVAL_MS,
    drainMs: config.DRAIN_TIMEOUT_MS / 2,
    snapshotTables: config.SNAPSHOT_TABLES,
    snapshotChunkRows: config.SNAPSHOT_CHUNK_ROWS,
  };
}
