/** A pipeline's declaration and the source's catalogue to what the encoders and the broker need. Pure. */
import { CaptureStop, type DiscoveredTable, type TablePlan } from '@vf/change-capture';
import type { TopicDeclaration } from '@vf/contracts';
import type { PipelineDeclaration, TableDeclaration } from './pipeline-declaration.js';

export interface TablesQuestion {
  readonly declaration: PipelineDeclaration;
  readonly topicPrefix: string;
  /** Tables of the publication. */
  readonly discovered: readonly DiscoveredTable[];
}

export interface PlannedTable {
  readonly plan: TablePlan;
  readonly topic: TopicDeclaration;
}

const MAX_TOPIC_NAME = 249;

/** Throws CaptureStop when a declared table can not be carried as it is declared. */
export function planTables(question: TablesQuestion): readonly PlannedTable[] {
  const { declaration, discovered } = question;
  const listed = new Map(declaration.tables.map((table) => [nameOf(table.table), table]));
  const carried = discovered.filter((table) => declaration.carry === 'published' || listed.has(nameOf(table)));
  const found = new Set(carried.map(nameOf));
  const missing = [...listed.keys()].find((name) => !found.has(name));
  if (missing !== undefined) throw notPublished(missing, declaration.publication);
  const planned = carried.map((table) => planTable(question, table, listed.get(nameOf(table))));
  requireOwnTopics(planned);
  return planned;
}

function planTable(
  { declaration, topicPrefix }: TablesQuestion,
  table: DiscoveredTable,
  declared: TableDeclaration | undefined,
): PlannedTable {
  const topic = topicName(topicPrefix, declared?.topic ?? nameOf(table));
  const partitions = declared?.partitions ?? declaration.topics.partitions;
  const config = { ...declaration.topics.config, ...declared?.config };
  const at = { schema: table.schema, table: table.table, topic, partitions };
  if (declared?.outbox) {
    const { key, payload } = declared.outbox;
    const routedBy = declared['routed.by'] ?? key;
    requireColumns(table, [key, payload, routedBy]);
    const plan = { ...at, mode: 'outbox', key, payload, routedBy } as const;
    return { plan, topic: { name: topic, partitions, config, key: key, routedBy } };
  }
  const key = declared?.key ?? keyFromPatterns(declaration, table) ?? table.key;
  const routedBy = declared?.['routed.by'] ?? key[0];
  if (routedBy === undefined) throw keyless(table);
  requireColumns(table, [...key, routedBy]);
  return {
    plan: { ...at, mode: 'envelope', key, routedBy },
    topic: { name: topic, partitions, config, key: `JSON of ${key.join(', ')}`, routedBy },
  };
}

function keyFromPatterns(declaration: PipelineDeclaration, table: DiscoveredTable): readonly string[] | undefined {
  return declaration['message.key.columns']?.find((pattern) => pattern.table.test(nameOf(table)))?.columns;
}

/** As Debezium does it: what Kafka does not take in a name becomes an underscore. */
function topicName(prefix: string, name: string): string {
  return `${prefix}.${name}`.replaceAll(/[^a-zA-Z0-9._-]/g, '_').slice(0, MAX_TOPIC_NAME);
}

function requireColumns(table: DiscoveredTable, wanted: readonly string[]): void {
  const missing = wanted.find((column) => !table.columns.includes(column));
  if (missing === undefined) return;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${nameOf(table)} publishes no column ${missing}, which its declaration names.`,
    'Restore the column, add it to the publication’s column list, or change the pipeline’s declaration.',
  );
}

/** Event ids of two tables in one partition would not rise, and readers would drop the lower ones. */
function requireOwnTopics(planned: readonly PlannedTable[]): void {
  const owners = new Map<string, string>();
  for (const { plan } of planned) {
    const owner = owners.get(plan.topic);
    if (owner !== undefined) throw sharedTopic(plan.topic, owner, nameOf(plan));
    owners.set(plan.topic, nameOf(plan));
  }
}

export function sharedTopic(topic: string, owner: string, other: string): CaptureStop {
  return new CaptureStop(
    'topic-shared',
    `Topic ${topic} would carry the changes of both ${owner} and ${other}.`,
    'Readers drop an event id that does not rise: give one of them another topic in PIPELINES_FILE.',
  );
}

function keyless(table: DiscoveredTable): CaptureStop {
  return new CaptureStop(
    'relation-unusable',
    `Nothing identifies a row of table ${nameOf(table)}: it has no primary key and no unique index over columns that are never null.`,
    'Give it a primary key, or name columns in the pipeline’s message.key.columns.',
  );
}

function notPublished(table: string, publication: string): CaptureStop {
  return new CaptureStop(
    'table-not-published',
    `Table ${table} is not part of publication ${publication}.`,
    'Run the migrations, which add it, or take it off the pipeline’s table list.',
  );
}

const nameOf = ({ schema, table }: { readonly schema: string; readonly table: string }) => `${schema}.${table}`;
