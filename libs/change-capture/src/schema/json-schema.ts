/** The few shapes of JSON Schema (draft 2020-12) that records need; what `npm run check -- schemas` can judge is these. */

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly [keyword: string]: unknown;
}

export const EVENT_ID: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{16}-[0-9a-f]{8}$' };
export const WHOLE: JsonSchema = { type: 'integer' };
export const TEXT: JsonSchema = { type: 'string' };

/** An object of these members and no others, all of them there but those named optional. */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: ReadonlySet<string> = new Set(),
): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.has(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The same, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string' || 'properties' in schema || 'items' in schema || 'const' in schema) {
    const { description, ...bare } = schema;
    return { ...(description !== undefined && { description }), anyOf: [bare, { type: 'null' }] };
  }
  return { ...schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) };
}
