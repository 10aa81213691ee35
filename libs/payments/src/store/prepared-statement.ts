/** Queries that are built once, by Kysely over the generated types, and run as named prepared statements. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Compilable,
  type RawBuilder,
} from 'kysely';
import type { QueryConfig, QueryResultRow } from 'pg';
import { arrayWriterOf } from './array-literal.js';
import type { DB } from './db.generated.js';

/** Builds queries only; it has no connection, so nothing can be run through it by mistake. */
export const builder = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** Holds the place of a value in the query while it is compiled. */
class Placeholder {
  constructor(
    readonly name: string,
    readonly sqlType: string,
  ) {}
}

/** A statement ready to run: the server plans it once per connection, under its name. */
export interface PreparedStatement<Values extends object, Row extends QueryResultRow> {
  readonly name: string;
  readonly text: string;
  /** The message for one run. */
  bind(values: Values): QueryConfig & { readonly row?: Row };
}

/**
 * Compiles a query whose values come later. `value('ids', 'uuid[]')` stands for the value named `ids`, cast to that
 * SQL type, because the server can not guess the type of a bare parameter.
 */
export function prepare<Values extends object, Row extends QueryResultRow = QueryResultRow>(
  name: string,
  build: (value: (name: keyof Values & string, sqlType: string) => RawBuilder<unknown>) => Compilable<Row>,
): PreparedStatement<Values, Row> {
  const value = (field: string, sqlType: string) => sql`${new Placeholder(field, sqlType)}::${sql.raw(sqlType)}`;
  const { sql: text, parameters } = build(value).compile();
  const fields = parameters.map((parameter) => {
    if (!(parameter instanceof Placeholder)) throw new Error(`statement ${name} has a value fixed at build time`);
    return { field: parameter.name as keyof Values, write: arrayWriterOf(parameter.sqlType) };
  });
  return {
    name,
    text,
    bind: (values) => ({ name, text, values: fields.map(({ field, write }) => write(values[field])) }),
  };
}
