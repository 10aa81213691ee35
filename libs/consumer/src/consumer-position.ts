/** The table behind exactly-once effects. Each context that consumes has it in its own database. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ColumnType } from 'kysely';

/** For `Kysely<MyTables & ConsumerPositionTables>`. */
export interface ConsumerPositionTables {
  consumer_position: {
    group_id: string;
    topic: string;
    topic_incarnation: string;
    partition: number;
    partition_count: number;
    /** PostgreSQL's bigint as text, whatever parser the pool has for it. */
    next_offset: ColumnType<string, string, string>;
    last_event_id: string | null;
    updated_at: ColumnType<Date, never, Date>;
  };
}

/** The table's DDL, for tests and for comparing a context's migration with it. */
export const consumerPositionMigrationPath = fileURLToPath(new URL('../sql/consumer_position.sql', import.meta.url));
/** The DDL that a context's migration contains. */
export const consumerPositionMigrationSql = readFileSync(consumerPositionMigrationPath, 'utf8');
