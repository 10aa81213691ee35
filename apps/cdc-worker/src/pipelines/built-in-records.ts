/** What the built-in pipelines write of their tables, as JSON Schemas: for docs/schemas, and for tests. */
import { discoverTables, recordJsonSchemas, type RecordSchema } from '@vf/change-capture';
import type { PipelineDeclaration } from './pipeline-declaration.js';
import { planTables } from './plan-tables.js';
import { readPipelines } from './read-pipelines.js';

const APPLICATION_NAME = 'vendorflow-record-schemas';

/**
 * `databases`: name of the setting to the URL of a migrated database; pipelines whose setting is not there are left out.
 * Throws CaptureStop when a table is not as it is declared.
 */
export async function builtInRecordSchemas(
  databases: Readonly<Record<string, string>>,
  topicPrefix: string,
): Promise<readonly RecordSchema[]> {
  const schemas: RecordSchema[] = [];
  for (const declaration of readPipelines(undefined)) {
    const connectionString = databases[declaration.database];
    if (connectionString !== undefined) schemas.push(...(await schemasOf(declaration, connectionString, topicPrefix)));
  }
  return schemas;
}

async function schemasOf(declaration: PipelineDeclaration, connectionString: string, topicPrefix: string) {
  const { publication, format } = declaration;
  const address = { connectionString, applicationName: APPLICATION_NAME };
  const discovered = await discoverTables(address, publication);
  const planned = planTables({ declaration, topicPrefix, families: ['envelope', 'rows'], discovered });
  const tables = planned.map(({ plan }) => plan);
  return recordJsonSchemas({ address, publication, tables, ...(format && { format }) });
}
