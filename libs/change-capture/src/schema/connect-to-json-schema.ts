/**
 * A Kafka Connect schema as JSON Schema: what Connect's JsonConverter makes of its values. Special values that have no
 * number or date (NaN, the infinities, years before Christ and beyond 9999) are outside of it (ADR 0061).
 */
import type { ConnectSchema } from '../encode/connect-schema.js';
import { objectOf, orNull, type JsonSchema } from './json-schema.js';

const TYPES: Readonly<Record<Exclude<ConnectSchema['type'], 'array' | 'map' | 'struct'>, JsonSchema>> = {
  boolean: { type: 'boolean' },
  int16: { type: 'integer', minimum: -32_768, maximum: 32_767 },
  int32: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  int64: { type: 'integer' },
  float: { type: 'number' },
  double: { type: 'number' },
  string: { type: 'string' },
  bytes: { type: 'string', contentEncoding: 'base64' },
};

/** What the logical types say beyond their Connect type, by name. */
const LOGICAL: Readonly<Record<string, JsonSchema>> = {
  'io.debezium.data.Uuid': { format: 'uuid' },
  'io.debezium.data.Json': { contentMediaType: 'application/json' },
  'io.debezium.time.ZonedTimestamp': { format: 'date-time' },
  'io.debezium.time.IsoTimestamp': { format: 'date-time' },
};

const ENUM = 'io.debezium.data.Enum';

/** Of the values that are not null. */
export function jsonSchemaOf(schema: ConnectSchema): JsonSchema {
  const { type, name } = schema;
  if (type === 'struct') {
    return objectOf(Object.fromEntries((schema.fields ?? []).map((field) => [field.field, memberOf(field)])));
  }
  if (type === 'array') return { type, ...(schema.items && { items: memberOf(schema.items) }) };
  if (type === 'map')
    return { type: 'object', ...(schema.values && { additionalProperties: memberOf(schema.values) }) };
  return { ...TYPES[type], ...(name !== undefined && LOGICAL[name]), ...labelsOf(schema) };
}

/** The same with null where the schema is optional: how it stands in a struct, list or map. */
const memberOf = (schema: ConnectSchema): JsonSchema =>
  schema.optional ? orNull(jsonSchemaOf(schema)) : jsonSchemaOf(schema);

function labelsOf({ name, parameters }: ConnectSchema): JsonSchema {
  return name === ENUM && parameters?.['allowed'] !== undefined ? { enum: parameters['allowed'].split(',') } : {};
}
