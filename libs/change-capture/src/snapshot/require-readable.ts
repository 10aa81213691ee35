/** Whether a snapshot that is asked for can be read at all, asked of the database before it is accepted. */
import { plansOf, type TablePlan } from '../encode/table-plan.js';
import { withSourceClient, type SourceAddress } from '../source/source-client.js';
import { SnapshotRefused, type SnapshotRequest, type SnapshotTableRequest } from './snapshot-requests.js';
import { describeTable } from './table-description.js';

export interface ReadableSource {
  readonly address: SourceAddress;
  readonly publication: string;
  readonly tables: readonly TablePlan[];
}

/** Throws SnapshotRefused. Names that the pipeline does not carry are left for the book to refuse. */
export async function requireReadable(source: ReadableSource, { tables }: SnapshotRequest): Promise<void> {
  const asked: readonly SnapshotTableRequest[] =
    tables === 'all' ? source.tables.map(({ schema, table }) => ({ schema, table })) : tables;
  await withSourceClient(source.address, 'plain', async (client) => {
    for (const { schema, table, from, to } of asked) {
      const carried = plansOf(source.tables, { schema, table }).length > 0;
      const description = carried ? await describeTable(client, source.publication, { schema, table }) : undefined;
      if (!description) continue;
      const columns = description.key.length;
      if (columns === 0) throw new SnapshotRefused('no-primary-key', `Table ${schema}.${table} has no primary key.`);
      if ([from, to].some((key) => key !== undefined && key.length !== columns)) {
        throw new SnapshotRefused('bad-range', `The primary key of ${schema}.${table} has ${columns} column(s).`);
      }
    }
  });
}
