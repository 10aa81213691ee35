/** What a RELATION message says of a column, and what only the catalogue knows. */
export interface ColumnFacts {
  readonly name: string;
  readonly typeOid: number;
  /** atttypmod: precision, scale or length; -1 for none. */
  readonly modifier: number;
  readonly notNull: boolean;
  /** As pg_get_expr prints it; null without a default, and for generated columns. */
  readonly defaultExpression: string | null;
}
