/**
 * What an operator says about a pipeline, as PIPELINES_FILE holds it. Names with a dot are those of Debezium
 * (`topic.prefix`, `message.key.columns`) and of Kafka's topic settings, so that they need no translation.
 */
import { piiPlan, resolveFormat } from '@vf/change-capture';
import { topicPrefix } from '@vf/platform';
import { z } from 'zod';
import { parseKeyColumns } from './message-key-columns.js';

const MAX_PARTITIONS = 1_000;
const DEFAULT_PARTITIONS = 4;
/** Change topics keep everything unless told otherwise, so that a read model can be rebuilt from zero. */
const KEEP_ALL = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

const partitions = z.int().min(1).max(MAX_PARTITIONS);
/** Kafka's topic settings, by Kafka's own names. */
const topicConfig = z.record(z.string().regex(/^[a-z.]+$/, 'use Kafka’s setting names'), z.string());
const columnName = z.string().min(1).max(63);

const refusalPolicy = z.enum(['stop', 'dead-letter']).default('dead-letter');

/** `schema.table`, each part as the database has it, without quotes. */
const tableName = z
  .string()
  .regex(/^[^.]+\..+$/, 'use schema.table')
  .transform((text) => {
    const dot = text.indexOf('.');
    return { schema: text.slice(0, dot), table: text.slice(dot + 1) };
  });

const topicName = z.string().regex(/^[a-zA-Z0-9._-]{1,160}$/, 'use letters, digits, dot, underscore and hyphen');

export const topicFamily = z.enum(['envelope', 'rows']);
export type TopicFamily = z.output<typeof topicFamily>;

/** A profile, and single options by Debezium's own names beside it. */
const format = z
  .looseObject({ profile: z.string().default('json') })
  .transform(({ profile, ...overrides }, refusals) => {
    try {
      return resolveFormat(profile, overrides);
    } catch (err) {
      refusals.addIssue({ code: 'custom', message: err instanceof Error ? err.message : String(err) });
      return z.NEVER;
    }
  });

const tableDeclaration = z.strictObject({
  table: tableName,
  /** Name of the topic after the prefix; `schema.table` by default. */
  topic: topicName.optional(),
  /** Key columns in their order; those of the primary key by default. */
  key: z.array(columnName).min(1).optional(),
  /** Column whose text picks the partition; the first of the key by default. */
  'routed.by': columnName.optional(),
  /** The table is an outbox: its inserts are published as messages. */
  /** Personal data in it, which travels hashed. */
  pii: piiPlan.optional(),
  /** Name of the topic of the rows family after the prefix; `rows.schema.table` by default. */
  'rows.topic': topicName.optional(),
  outbox: z.strictObject({ key: columnName, payload: columnName }).optional(),
  partitions: partitions.optional(),
  config: topicConfig.optional(),
});

const pipelineDeclaration = z.strictObject({
  /** Key of the pipeline's position and progress records, and its label in metrics. */
  name: z.string().regex(/^[a-z0-9_]{1,32}$/, 'use lower-case letters, digits and underscore'),
  /** Name of the setting (environment variable) that holds the database's URL; a URL in a file would show its password. */
  database: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'use the name of an environment variable, not a URL'),
  /** Without its database's setting the pipeline is left out, instead of the worker refusing to start. */
  optional: z.boolean().default(false),
  publication: z.string().min(1).max(63),
  /** `<SLOT_PREFIX>_<name>` by default. */
  slot: z
    .string()
    .regex(/^[a-z0-9_]{1,63}$/, 'use lower-case letters, digits and underscore')
    .optional(),
  /** Debezium's: standbys keep a copy of the slot, so that it survives a failover (PostgreSQL 17). */
  'slot.failover': z.boolean().optional(),
  /** TOPIC_PREFIX by default. */
  'topic.prefix': topicPrefix.unwrap().optional(),
  /** All tables of the publication, or only those listed in `tables`. */
  carry: z.enum(['published', 'listed']).default('published'),
  /** Settings of single tables; what is left out is taken from the catalogue and the pipeline. */
  tables: z.array(tableDeclaration).default([]),
  /** What happens to a change whose record its topic would not take. */
  'on.oversize': refusalPolicy,
  /** What happens to a row that can not be made a record: without its key or routing value. */
  'on.unencodable': refusalPolicy,
  /** Which topics a table has: changes in envelopes, current rows in compacted topics. */
  families: z.array(topicFamily).min(1).optional(),
  /** CAPTURE_DELIVERY by default. */
  delivery: z.enum(['at-least-once', 'exactly-once']).optional(),
  /** How values are written; profile json by default. */
  format: format.optional(),
  /** Whether logical messages travel, on `<prefix>.message`. */
  messages: z.boolean().default(false),
  'message.key.columns': z.string().transform(parseKeyColumns).optional(),
  /** Of every change topic that does not say otherwise. */
  topics: z
    .strictObject({ partitions: partitions.default(DEFAULT_PARTITIONS), config: topicConfig.default(KEEP_ALL) })
    .default({ partitions: DEFAULT_PARTITIONS, config: KEEP_ALL }),
});

export const pipelinesDeclaration = z.strictObject({
  pipelines: z
    .array(pipelineDeclaration)
    .min(1)
    .refine((list) => isDistinct(list.map(({ name }) => name)), 'two pipelines have the same name')
    .refine((list) => isDistinct(list.flatMap(({ slot }) => slot ?? [])), 'two pipelines have the same slot'),
});

export type PipelineDeclaration = z.output<typeof pipelineDeclaration>;
export type TableDeclaration = z.output<typeof tableDeclaration>;
/** As it is written in the file. */
export type PipelinesText = z.input<typeof pipelinesDeclaration>;

const isDistinct = (names: readonly string[]) => new Set(names).size === names.length;
