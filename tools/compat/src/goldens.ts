/**
 * Debezium's records as they were recorded, a file for each comparison: one record a line, as its own JSON, each schema once
 * and before its first record.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CapturedRecord } from './captured-record.js';
import { isObject, memberOf, parseExactly, textOf, scalarOf, withMember, type Json } from './exact-json.js';

const fileOf = (comparison: string) => fileURLToPath(new URL(`../goldens/${comparison}.jsonl`, import.meta.url));

export function writeGolden(comparison: string, records: readonly CapturedRecord[]): void {
  writeFileSync(fileOf(comparison), goldenText(records));
}

/** Throws when there is none. */
export const readGolden = (comparison: string): CapturedRecord[] =>
  parseGolden(readFileSync(fileOf(comparison), 'utf8'));

/** By topic, and in their order within each. */
export function goldenText(records: readonly CapturedRecord[]): string {
  const topics = new Map<string, CapturedRecord[]>();
  for (const record of records) topics.set(record.topic, [...(topics.get(record.topic) ?? []), record]);
  const schemas = new SchemaNames();
  const lines: string[] = [];
  for (const topic of [...topics.keys()].sort()) {
    for (const record of topics.get(topic) ?? []) {
      const [key, value] = [record.key, record.value].map((text) =>
        schemas.shorten(parseExactly(text ?? 'null'), lines),
      );
      const members = { topic: JSON.stringify(topic), key: key ?? 'null', value: value ?? 'null' };
      lines.push(textOf(new Map(Object.entries({ ...members, headers: headersJson(record) }))));
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

const headersJson = ({ headers }: CapturedRecord): Json =>
  new Map(Object.entries(headers).map(([name, value]) => [name, JSON.stringify(value)]));

/** Gives each schema a name: its own, and a number, since a table may have several in time. */
class SchemaNames {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The schema's name instead of it; a line with the schema goes before. */
  shorten(json: Json, lines: string[]): Json {
    const schema = isObject(json) ? json.get('schema') : undefined;
    if (!isObject(json) || schema === undefined) return json;
    const text = textOf(schema);
    let name = this.#names.get(text);
    if (name === undefined) {
      const own = scalarOf(schema, 'name').slice(1, -1);
      const count = (this.#counts.get(own) ?? 0) + 1;
      this.#counts.set(own, count);
      name = `"${own} ${String(count)}"`;
      this.#names.set(text, name);
      lines.push(
        textOf(
          new Map<string, Json>([
            ['name', name],
            ['schema', schema],
          ]),
        ),
      );
    }
    return withMember(json, 'schema', name);
  }
}

export function parseGolden(text: string): CapturedRecord[] {
  const schemas = new Map<string, Json>();
  const records: CapturedRecord[] = [];
  const part = (line: Json, name: string): string | null => {
    const json = memberOf(line, name) ?? 'null';
    const schema = isObject(json) ? json.get('schema') : undefined;
    const whole =
      isObject(json) && typeof schema === 'string' ? withMember(json, 'schema', schemas.get(schema) ?? schema) : json;
    return whole === 'null' ? null : textOf(whole);
  };
  for (const line of text
    .split('\n')
    .filter((found) => found !== '')
    .map(parseExactly)) {
    const [name, topic, headers] = [memberOf(line, 'name'), memberOf(line, 'topic'), memberOf(line, 'headers')];
    if (typeof name === 'string') schemas.set(name, memberOf(line, 'schema') ?? 'null');
    else
      records.push({
        topic: textIn(topic),
        key: part(line, 'key'),
        value: part(line, 'value'),
        headers: headersIn(headers),
      });
  }
  return records;
}

const textIn = (json: Json | undefined) => JSON.parse(typeof json === 'string' ? json : '""') as string;
const headersIn = (json: Json | undefined) =>
  Object.fromEntries(isObject(json) ? [...json].map(([name, value]) => [name, textIn(value)] as const) : []);
