/** The Connect schemas around rows: envelope, source, transaction block. */
import { schemaName } from './adjusted-name.js';
import type { FormatOptions } from './format-options.js';
import { fieldOf, named, optional, renderSchema, type ConnectField, type ConnectSchema } from './connect-schema.js';

const STRING: ConnectSchema = { type: 'string' };
const INT64: ConnectSchema = { type: 'int64' };
const OPTIONAL_STRING = optional(STRING);
const OPTIONAL_INT64 = optional(INT64);

const SNAPSHOT: ConnectSchema = {
  ...named('string', 'io.debezium.data.Enum'),
  optional: true,
  parameters: { allowed: 'true,first,first_in_data_collection,last_in_data_collection,last,false,incremental' },
  default: '"false"',
};

const SOURCE: ConnectSchema = {
  ...named('struct', 'io.debezium.connector.postgresql.Source'),
  fields: [
    fieldOf('version', STRING),
    fieldOf('connector', STRING),
    fieldOf('name', STRING),
    fieldOf('ts_ms', INT64),
    fieldOf('snapshot', SNAPSHOT),
    fieldOf('db', STRING),
    fieldOf('sequence', OPTIONAL_STRING),
    fieldOf('ts_us', OPTIONAL_INT64),
    fieldOf('ts_ns', OPTIONAL_INT64),
    fieldOf('schema', STRING),
    fieldOf('table', STRING),
    fieldOf('txId', OPTIONAL_INT64),
    fieldOf('lsn', OPTIONAL_INT64),
    fieldOf('xmin', OPTIONAL_INT64),
    fieldOf('origin', OPTIONAL_STRING),
    fieldOf('origin_lsn', OPTIONAL_INT64),
  ],
};

/** `event_id` is ours, behind Debezium's own. */
const SOURCE_WITH_EVENT_ID: ConnectSchema = {
  ...SOURCE,
  fields: [...(SOURCE.fields ?? []), fieldOf('event_id', OPTIONAL_STRING)],
};

export const sourceSchema = (format: FormatOptions) => (format['source.event.id'] ? SOURCE_WITH_EVENT_ID : SOURCE);

export const TRANSACTION_BLOCK: ConnectSchema = {
  ...named('struct', 'event.block'),
  optional: true,
  fields: [fieldOf('id', STRING), fieldOf('total_order', INT64), fieldOf('data_collection_order', INT64)],
};

const ENVELOPE_VERSION = 2;

/** JSON of the schema of a table's envelope. `recordName`: `<prefix>.<schema>.<table>`. */
export function envelopeSchema(
  recordName: string,
  columns: readonly { readonly schema: ConnectField }[],
  format: FormatOptions,
): string {
  const fields = columns.map(({ schema }) => schema);
  const nameOf = (part: string) => schemaName(`${recordName}.${part}`, format['schema.name.adjustment.mode']);
  const row: ConnectSchema = { type: 'struct', fields, optional: true, name: nameOf('Value') };
  return renderSchema({
    type: 'struct',
    name: nameOf('Envelope'),
    version: ENVELOPE_VERSION,
    fields: [
      fieldOf('before', row),
      fieldOf('after', row),
      fieldOf('source', sourceSchema(format)),
      fieldOf('transaction', TRANSACTION_BLOCK),
      fieldOf('op', STRING),
      fieldOf('ts_ms', OPTIONAL_INT64),
      fieldOf('ts_us', OPTIONAL_INT64),
      fieldOf('ts_ns', OPTIONAL_INT64),
    ],
  });
}
