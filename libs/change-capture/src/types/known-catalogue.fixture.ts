/** A catalogue that is known from the start, and what becomes of it when it is read again. */
import type { ColumnFacts } from './column-facts.js';
import type { PgType } from './pg-type.js';
import { SourceCatalogue, type CatalogueReading } from './source-catalogue.js';
import { TypeCatalogue } from './type-catalogue.js';

export interface KnownTable {
  readonly table: string;
  readonly columns: readonly (Pick<ColumnFacts, 'name' | 'typeOid'> & Partial<ColumnFacts>)[];
}

/** Of the schema `public`. */
export function readingOf(tables: readonly KnownTable[], types: readonly PgType[] = []): CatalogueReading {
  const plain = { modifier: -1, notNull: false, defaultExpression: null };
  return {
    types: new TypeCatalogue(types),
    tables: tables.map(({ table, columns }) => ({
      schema: 'public',
      table,
      columns: new Map(columns.map((column) => [column.name, { ...plain, ...column }])),
    })),
  };
}

export function knownCatalogue(
  tables: readonly KnownTable[],
  readAgain: () => Promise<CatalogueReading> = () => Promise.reject(new Error('read again')),
): SourceCatalogue {
  return new SourceCatalogue(readingOf(tables), readAgain);
}
