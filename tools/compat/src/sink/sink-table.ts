/** A table of the source, its topic, and the table that the sink makes of the topic. Pure. */
import { topicNameOf } from '@vf/change-capture';
import type { CapturedTable } from '../captured-tables.js';

/** PostgreSQL cuts longer names off. */
const MAX_NAME_LENGTH = 63;

/** The sink's own default: a table per topic, whose dots become underscores. Tombstones have a table by it too. */
export const COLLECTION_NAME_FORMAT = '${topic}';

export interface SinkTable {
  /** `schema.table` in the source. */
  readonly source: string;
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
  readonly topic: string;
  readonly family: Family;
  /** Its name in the sink's database. */
  readonly name: string;
  /** Columns that the records have beside those of the source. */
  readonly added: readonly string[];
}

/** Envelopes of changes, or rows as they are now (docs/capture.md, The rows family). */
export type Family = 'envelope' | 'rows';

const ADDED_COLUMNS: Readonly<Record<Family, readonly string[]>> = {
  envelope: [],
  rows: ['__op', '__deleted', '__lsn', '__event_id', '__source_ts_ms', '__version'],
};

/** Throws for a table that the sink could not keep apart: without a key, or with a name that PostgreSQL cuts. */
export function sinkTable(topicPrefix: string, family: Family, { schema, table, key }: CapturedTable): SinkTable {
  const source = `${schema}.${table}`;
  const topic = topicNameOf(family === 'rows' ? `${topicPrefix}.rows` : topicPrefix, schema, table);
  const name = topic.replaceAll('.', '_').toLowerCase();
  if (key.length === 0) throw new Error(`Table ${source} has no key: the sink can not tell its rows apart.`);
  if (name.length > MAX_NAME_LENGTH) throw new Error(`Table ${name} of the sink has a name that PostgreSQL cuts off.`);
  return { source, schema, table, key, topic, family, name, added: ADDED_COLUMNS[family] };
}
