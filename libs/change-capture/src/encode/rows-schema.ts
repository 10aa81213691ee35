/** The Connect schema of a flat row. */
import { schemaName } from './adjusted-name.js';
import { fieldOf, optional, renderSchema, type ConnectField, type ConnectSchema } from './connect-schema.js';
import type { FormatOptions } from './format-options.js';
import type { RowsTable } from './table-plan.js';

const STRING: ConnectSchema = { type: 'string' };
const INT64: ConnectSchema = { type: 'int64' };

/**
 * JSON of the schema of a table's rows, which has the name of their topic. A column outside of the key may be left out of
 * a record whatever the table says of it, as in a delete that sends the key alone, so that its field is optional.
 */
export function rowsSchema(
  { topic, key }: Pick<RowsTable, 'topic' | 'key'>,
  columns: readonly { readonly name: string; readonly schema: ConnectField }[],
  format: FormatOptions,
): string {
  const fields = columns.map(({ name, schema }) => (key.includes(name) ? schema : { ...schema, optional: true }));
  return renderSchema({
    type: 'struct',
    name: schemaName(`${topic}.Value`, format['schema.name.adjustment.mode']),
    fields: [
      ...fields,
      fieldOf('__op', STRING),
      fieldOf('__deleted', { type: 'boolean' }),
      fieldOf('__lsn', INT64),
      fieldOf('__event_id', optional(STRING)),
      fieldOf('__source_ts_ms', INT64),
      fieldOf('__version', STRING),
    ],
  });
}
