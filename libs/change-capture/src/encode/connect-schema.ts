/** Kafka Connect's schemas, as far as Debezium uses them, and their JSON as Connect's JsonConverter writes it. */
import { jacksonJson } from './columns/jackson.js';

export interface ConnectSchema {
  readonly type:
    'boolean' | 'int16' | 'int32' | 'int64' | 'float' | 'double' | 'string' | 'bytes' | 'array' | 'map' | 'struct';
  readonly optional?: boolean;
  /** Of a struct. */
  readonly fields?: readonly ConnectField[];
  /** Of an array. */
  readonly items?: ConnectSchema;
  /** Of a map. */
  readonly keys?: ConnectSchema;
  readonly values?: ConnectSchema;
  readonly name?: string;
  readonly version?: number;
  readonly doc?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** JSON of the default. */
  readonly default?: string;
}

export interface ConnectField extends ConnectSchema {
  readonly field: string;
}

export const optional = (schema: ConnectSchema): ConnectSchema => ({ ...schema, optional: true });
export const fieldOf = (field: string, schema: ConnectSchema): ConnectField => ({ ...schema, field });

/** A schema of one of Debezium's or Connect's own names; all of them are at version 1. */
export const named = (type: ConnectSchema['type'], name: string): ConnectSchema => ({ type, name, version: 1 });

/** The members in JsonConverter's order, `field` last. */
export function renderSchema(schema: ConnectSchema | ConnectField): string {
  const members: string[] = [`"type":"${schema.type}"`];
  const add = (name: string, json: string | undefined) => {
    if (json !== undefined) members.push(`"${name}":${json}`);
  };
  add('items', schema.items && renderSchema(schema.items));
  add('keys', schema.keys && renderSchema(schema.keys));
  add('values', schema.values && renderSchema(schema.values));
  add('fields', schema.fields && `[${schema.fields.map(renderSchema).join(',')}]`);
  add('optional', String(schema.optional ?? false));
  add('name', jsonOf(schema.name));
  add('version', jsonOf(schema.version));
  add('doc', jsonOf(schema.doc));
  add('parameters', jsonOf(schema.parameters));
  add('default', schema.default);
  if ('field' in schema) add('field', jsonOf(schema.field));
  return `{${members.join(',')}}`;
}

const jsonOf = (value: Parameters<typeof jacksonJson>[0] | undefined) =>
  value === undefined ? undefined : jacksonJson(value);
