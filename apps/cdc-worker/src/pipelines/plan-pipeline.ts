/** Asks the source for the pipeline's tables and makes their topics; what a session begins with. */
import { discoverTables, type DiscoveredTable, type SourceAddress, type TablePlanner } from '@vf/change-capture';
import type { TopicDeclaration } from '@vf/contracts';
import type { PipelineDeclaration, TopicFamily } from './pipeline-declaration.js';
import { planTables, sharedTopic } from './plan-tables.js';

export interface PipelinePlannerOptions {
  readonly declaration: PipelineDeclaration;
  readonly topicPrefix: string;
  readonly families: readonly TopicFamily[];
  /** Topics that belong to the pipeline beside its tables'. */
  readonly others: readonly TopicDeclaration[];
  readonly address: SourceAddress;
  /** Makes those that are missing. Throws CaptureStop when one differs. */
  readonly makeTopics: (topics: readonly TopicDeclaration[]) => Promise<void>;
  /** Topic to the pipeline that writes it, of the whole process. */
  readonly owners: Map<string, string>;
}

export function pipelinePlanner(options: PipelinePlannerOptions): TablePlanner {
  const { declaration, owners } = options;
  /** Tables stay known when they leave the publication: the log still holds changes of them. */
  const known = new Map<string, DiscoveredTable>();
  return async (announced) => {
    const found = await discoverTables(options.address, declaration.publication);
    for (const table of found) known.set(nameOf(table), table);
    for (const table of announced) if (!known.has(nameOf(table))) known.set(nameOf(table), table);
    const planned = planTables({ ...options, discovered: [...known.values()] });
    for (const { plan } of planned) {
      const owner = owners.get(plan.topic) ?? declaration.name;
      if (owner !== declaration.name)
        throw sharedTopic(plan.topic, `pipeline ${owner}`, `pipeline ${declaration.name}`);
      owners.set(plan.topic, owner);
    }
    await options.makeTopics([...planned.map(({ topic }) => topic), ...options.others]);
    return { plans: planned.map(({ plan }) => plan), carriesAll: declaration.carry === 'published' };
  };
}

const nameOf = ({ schema, table }: { readonly schema: string; readonly table: string }) => `${schema}.${table}`;
