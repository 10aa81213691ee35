/** A pipeline's declaration and the source's catalogue to what the encoders and the broker need. Pure. */
import { CaptureStop, type DiscoveredTable, type TablePlan } from '@vf/change-capture';
import { newestPerKey, type TopicDeclaration } from '@vf/contracts';
import type { PipelineDeclaration, TableDeclaration, TopicFamily } from './pipeline-declaration.js';

export interface TablesQuestion {
  readonly declaration: PipelineDeclaration;
  readonly topicPrefix: string;
  /** When the declaration does not say. */
  readonly families: readonly TopicFamily[];
  /** Tables of the publication. */
  readonly discovered: readonly DiscoveredTable[];
}

export interface PlannedTable {
  readonly plan: TablePlan;
  readonly topic: TopicDeclaration;
}

const MAX_TOPIC_NAME = 249;

/** A plan for each table and family. Throws CaptureStop when a declared table can not be carried as it is declared. */
export function planTables(question: TablesQuestion): readonly PlannedTable[] {
  const { declaration, discovered } = question;
  const listed = new Map(declaration.tables.map((table) => [nameOf(table.table), table]));
  const carried = discovered.filter((table) => declaration.carry === 'published' || listed.has(nameOf(table)));
  const found = new Set(carried.map(nameOf));
  const missing = [...listed.keys()].find((name) => !found.has(name));
  if (missing !== undefined) throw notPublished(missing, declaration.publication);
  const planned = carried.flatMap((table) => planTable(question, table, listed.get(nameOf(table))));
  requireOwnTopics(planned);
  return planned;
}

function planTable(
  question: TablesQuestion,
  table: DiscoveredTable,
  declared: TableDeclaration | undefined,
): readonly PlannedTable[] {
  const { declaration } = question;
  if (declared?.outbox) return [planOutbox(question, table, declared, declared.outbox)];
  const key = declared?.key ?? keyFromPatterns(declaration, table) ?? table.key;
  const routedBy = declared?.['routed.by'];
  requireColumns(table, routedBy === undefined ? key : [...key, routedBy]);
  // The newest row of a key needs a key.
  const families = (declaration.families ?? question.families).filter((family) => family !== 'rows' || key.length > 0);
  return families.map((mode) => {
    const at = placeOf(question, table, declared, mode);
    const pii = declared?.pii;
    return {
      plan: { ...at.plan, mode, key, ...(routedBy !== undefined && { routedBy }), ...(pii && { pii }) },
      topic: {
        ...at.topic,
        key: key.length > 0 ? `JSON of ${key.join(', ')}` : 'none',
        routedBy: routedBy ?? (key.length > 0 ? 'key' : 'first partition'),
      },
    };
  });
}

function planOutbox(
  question: TablesQuestion,
  table: DiscoveredTable,
  declared: TableDeclaration,
  { key, payload }: { readonly key: string; readonly payload: string },
): PlannedTable {
  const routedBy = declared['routed.by'] ?? key;
  requireColumns(table, [key, payload, routedBy]);
  const at = placeOf(question, table, declared, 'envelope');
  return { plan: { ...at.plan, mode: 'outbox', key, payload, routedBy }, topic: { ...at.topic, key, routedBy } };
}

/** Where a table's records of one family go. */
function placeOf(
  { declaration, topicPrefix }: TablesQuestion,
  table: DiscoveredTable,
  declared: TableDeclaration | undefined,
  family: TopicFamily,
) {
  const isRows = family === 'rows';
  const own = isRows ? declared?.['rows.topic'] : declared?.topic;
  const topic = topicName(topicPrefix, own ?? `${isRows ? 'rows.' : ''}${nameOf(table)}`);
  const partitions = declared?.partitions ?? declaration.topics.partitions;
  const config = isRows ? newestPerKey : { ...declaration.topics.config, ...declared?.config };
  return {
    plan: { schema: table.schema, table: table.table, topic, partitions },
    topic: { name: topic, partitions, config },
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

function notPublished(table: string, publication: string): CaptureStop {
  return new CaptureStop(
    'table-not-published',
    `Table ${table} is not part of publication ${publication}.`,
    'Run the migrations, which add it, or take it off the pipeline’s table list.',
  );
}

const nameOf = ({ schema, table }: { readonly schema: string; readonly table: string }) => `${schema}.${table}`;
