/** JSON Schemas of what a pipeline writes about rows and transactions, from the source as it is now. */
import { profiles, type FormatOptions } from '../encode/format-options.js';
import type { EnvelopeTable, RowsTable, TablePlan } from '../encode/table-plan.js';
import { describeTable } from '../snapshot/table-description.js';
import { withSourceClient, type SourceAddress } from '../source/source-client.js';
import { readCatalogue, SourceCatalogue } from '../types/source-catalogue.js';
import {
  messageKeyJsonSchema,
  messageValueJsonSchema,
  transactionKeyJsonSchema,
  transactionValueJsonSchema,
} from './envelope-json-schema.js';
import { tableJsonSchemas, type RecordSchema } from './table-json-schemas.js';

export interface RecordsQuestion {
  readonly address: SourceAddress;
  readonly publication: string;
  readonly tables: readonly TablePlan[];
  /** `profiles.json` when not given. */
  readonly format?: FormatOptions;
}

/**
 * Of every envelope and rows topic, in the order of the plans. An outbox's records are what its payload column holds, so
 * whoever writes that column declares them. Throws CaptureStop, and what the source throws when it is away.
 */
export async function recordJsonSchemas(question: RecordsQuestion): Promise<readonly RecordSchema[]> {
  const { address, publication, format = profiles.json } = question;
  const plans = question.tables.filter((plan): plan is EnvelopeTable | RowsTable => plan.mode !== 'outbox');
  const again = () => readCatalogue(address, plans);
  const catalogue = new SourceCatalogue(await again(), again);
  return withSourceClient(address, 'plain', async (client) => {
    const schemas: RecordSchema[] = [];
    for (const plan of plans) {
      const table = await describeTable(client, publication, { schema: plan.schema, table: plan.table });
      if (!table) throw new RangeError(`${plan.schema}.${plan.table} is not part of publication ${publication}`);
      schemas.push(...tableJsonSchemas(plan, catalogue.describeAnyway(table.relation), format));
    }
    return schemas;
  });
}

/** Of logical messages. */
export const messageJsonSchemas = (topic: string, format: FormatOptions = profiles.json): readonly RecordSchema[] => [
  { topic, part: 'key', schema: messageKeyJsonSchema() },
  { topic, part: 'value', schema: messageValueJsonSchema(format) },
];

/** Of BEGIN and END of transactions. */
export const transactionJsonSchemas = (topic: string): readonly RecordSchema[] => [
  { topic, part: 'key', schema: transactionKeyJsonSchema() },
  { topic, part: 'value', schema: transactionValueJsonSchema() },
];
