/** Holds records against the JSON Schemas of docs/schemas, as their producer promises them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AnySchemaObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What is judged of a record; texts are UTF-8. */
export interface RecordToJudge {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

const FOLDER = fileURLToPath(new URL('../../../docs/schemas/', import.meta.url));

/** Said to people and to the compatibility check. */
const OUR_KEYWORDS = ['x-encoding', 'x-extensible-enum', 'x-may-be-absent'];

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, keywords: OUR_KEYWORDS });
formats.default(ajv);

type Judge = (text: string | null) => readonly string[];
const judges = new Map<string, Judge>();

/**
 * What of a record is not as the schemas of its topic say, one sentence each; empty when all of it is. `topic` without
 * its prefix, `public.payments`. Throws when the topic has no schemas.
 */
export function schemaFaults(topic: string, record: RecordToJudge): readonly string[] {
  const { key, value, headers } = record;
  const ofKey = judgeOf(topic, 'key')(key);
  const ofValue = judgeOf(topic, key?.endsWith('/snapshots') ? 'snapshots.value' : 'value')(value);
  const hasHeaders = existsSync(pathOf(topic, 'headers'));
  return [...ofKey, ...ofValue, ...(hasHeaders ? judgeOf(topic, 'headers')(JSON.stringify(headers)) : [])];
}

const pathOf = (topic: string, part: string) => `${FOLDER}${topic}.${part}.schema.json`;

function judgeOf(topic: string, part: string): Judge {
  const name = `${topic} ${part}`;
  const known = judges.get(name);
  if (known) return known;
  const schema = JSON.parse(readFileSync(pathOf(topic, part), 'utf8')) as AnySchemaObject;
  const judge = judgeBy(schema, ajv.compile(schema), name);
  judges.set(name, judge);
  return judge;
}

function judgeBy(schema: AnySchemaObject, validate: ValidateFunction, name: string): Judge {
  return (text) => {
    if (text === null) return 'x-may-be-absent' in schema ? [] : [`${name} is not there`];
    const content = schema['x-encoding'] === 'text' ? text : parsed(text);
    if (content === undefined) return [`${name} is not JSON`];
    return faultsOf(validate, content).map((fault) => `${name}${fault}`);
  };
}

/** What of the content is not as the schema (draft 2020-12) says: path of the member, and what is wrong with it. */
export function contentFaults(schema: object, content: unknown): readonly string[] {
  return faultsOf(ajv.compile(schema), content);
}

function faultsOf(validate: ValidateFunction, content: unknown): string[] {
  if (validate(content)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? 'does not fit'} ${JSON.stringify(params)}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
