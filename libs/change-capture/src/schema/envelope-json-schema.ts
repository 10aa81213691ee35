/** JSON Schemas around rows: envelope, `source`, transaction block, logical message, transaction topic. */
import { sourceSchema, TRANSACTION_BLOCK } from '../encode/envelope-schema.js';
import type { FormatOptions } from '../encode/format-options.js';
import { MESSAGE_KEY, messageValue } from '../encode/message-encoder.js';
import { TRANSACTION_KEY, TRANSACTION_VALUE } from '../encode/transaction-log.js';
import { tellsChanges } from '../encode/transaction-stamp.js';
import { jsonSchemaOf } from './connect-to-json-schema.js';
import { EVENT_ID, objectOf, orNull, TEXT, WHOLE, type JsonSchema } from './json-schema.js';

/** `xid:lsn`. */
const TRANSACTION_ID: JsonSchema = { type: 'string', pattern: '^[0-9]+:[0-9]+$' };

/** The Connect schema says which members there are; what ours always hold, or hold more narrowly, is said here. */
function refined(schema: JsonSchema, members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const { properties = {} } = schema;
  const unknown = Object.keys(members).find((name) => !(name in properties));
  if (unknown !== undefined) throw new RangeError(`the Connect schema has no member ${unknown}`);
  return { ...schema, properties: { ...properties, ...members } };
}

/** Both empty for a message. */
interface TableNames {
  readonly schema: string;
  readonly table: string;
}

const EVENT_ID_MEMBER: JsonSchema = { ...orNull(EVENT_ID), description: 'Null for what a snapshot found.' };

function source({ schema, table }: TableNames, format: FormatOptions): JsonSchema {
  const declared = jsonSchemaOf(sourceSchema(format));
  const marks = declared.properties?.['snapshot']?.enum ?? [];
  const toldMarks: JsonSchema = { type: 'string', enum: marks.filter((mark) => mark !== null) };
  return refined(declared, {
    connector: { const: 'postgresql' },
    schema: { const: schema },
    table: { const: table },
    // Debezium's marks are optional; a change of the log says false, or nothing.
    ...(tellsChanges(format) && { snapshot: toldMarks }),
    sequence: { type: 'string', pattern: '^\\[(null|"[0-9]+"),"[0-9]+"\\]$' },
    ts_us: WHOLE,
    ts_ns: WHOLE,
    lsn: WHOLE,
    ...(format['source.event.id'] && { event_id: EVENT_ID_MEMBER }),
  });
}

const block = (): JsonSchema => orNull(refined(jsonSchemaOf(TRANSACTION_BLOCK), { id: TRANSACTION_ID }));

/** The row where it is there, as each of the two members shows it. */
export interface EnvelopeRows {
  before(): JsonSchema;
  after(): JsonSchema;
}

export function envelopeJsonSchema(names: TableNames, row: EnvelopeRows, format: FormatOptions): JsonSchema {
  const skipped = new Set<string>(format['skipped.operations']);
  const operations = ['c', 'u', 'd', 'r', 't'].filter((operation) => !skipped.has(operation));
  return objectOf({
    before: orNull({ ...row.before(), description: 'The row as it was; null for c, r and t.' }),
    after: orNull({ ...row.after(), description: 'The row as it is; null for d and t.' }),
    source: source(names, format),
    transaction: block(),
    op: { enum: operations, description: 'Create, update, delete, read by a snapshot, truncate.' },
    ts_ms: { ...WHOLE, description: 'When the change was processed; source.ts_ms is when it was committed.' },
    ts_us: WHOLE,
    ts_ns: WHOLE,
  });
}

export const messageKeyJsonSchema = (): JsonSchema => refined(jsonSchemaOf(MESSAGE_KEY), { prefix: TEXT });

export function messageValueJsonSchema(format: FormatOptions): JsonSchema {
  const value = jsonSchemaOf(messageValue(format));
  const message = value.properties?.['message'] ?? {};
  const content = { type: 'string', contentEncoding: format['binary.handling.mode'] === 'hex' ? 'base16' : 'base64' };
  return refined(value, {
    op: { const: 'm' },
    ts_ms: WHOLE,
    source: source({ schema: '', table: '' }, format),
    transaction: block(),
    message: refined(message, { prefix: TEXT, content }),
  });
}

export const transactionKeyJsonSchema = (): JsonSchema =>
  refined(jsonSchemaOf(TRANSACTION_KEY), { id: TRANSACTION_ID });

export function transactionValueJsonSchema(): JsonSchema {
  const collection = objectOf({ data_collection: TEXT, event_count: WHOLE });
  return refined(jsonSchemaOf(TRANSACTION_VALUE), {
    status: { enum: ['BEGIN', 'END'] },
    id: TRANSACTION_ID,
    event_count: { ...orNull(WHOLE), description: 'Of an END.' },
    data_collections: { ...orNull({ type: 'array', items: collection }), description: 'Of an END.' },
  });
}
