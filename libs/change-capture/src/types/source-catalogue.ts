/**
 * The source's catalogue as a session knows it. The stream describes a relation as it was at that place of the log, the
 * catalogue as it is now; where they disagree, or a type is new, it is read again, once for each description.
 */
import type { Relation } from '../pgoutput/messages.js';
import { withSourceClient, type SourceAddress } from '../source/source-client.js';
import type { ColumnFacts } from './column-facts.js';
import type { DescribedRelation } from './described-relation.js';
import { readTables, readTypes, type TableFacts, type TableName } from './read-catalogue.js';
import { TypeCatalogue } from './type-catalogue.js';

/** What is read of the source at one time. */
export interface CatalogueReading {
  readonly types: TypeCatalogue;
  readonly tables: readonly TableFacts[];
}

export async function readCatalogue(address: SourceAddress, tables: readonly TableName[]): Promise<CatalogueReading> {
  return withSourceClient(address, 'plain', async (client) => ({
    types: new TypeCatalogue(await readTypes(client)),
    tables: await readTables(client, tables),
  }));
}

export class SourceCatalogue {
  #reading: CatalogueReading;

  constructor(
    reading: CatalogueReading,
    private readonly readAgain: () => Promise<CatalogueReading>,
  ) {
    this.#reading = reading;
  }

  /** Undefined when the catalogue has to be read again first. */
  describe(relation: Relation): DescribedRelation | undefined {
    const described = this.describeAnyway(relation);
    const table = this.#tableOf(relation);
    const agrees = relation.columns.every(({ name, typeOid, typeModifier }) => {
      const known = table?.columns.get(name);
      const sameType = known?.typeOid === typeOid && known.modifier === typeModifier;
      return sameType && this.#reading.types.resolve(typeOid, typeModifier) !== undefined;
    });
    return agrees ? described : undefined;
  }

  /** With what is known: a column that is gone from the catalogue may be null and has no default, as Debezium takes it. */
  describeAnyway(relation: Relation): DescribedRelation {
    const table = this.#tableOf(relation);
    const columns = relation.columns.map(({ name, typeOid, typeModifier }): ColumnFacts => {
      const known = table?.columns.get(name);
      const { notNull = false, defaultExpression = null } = known ?? {};
      return { name, typeOid, modifier: typeModifier, notNull, defaultExpression };
    });
    return { relation, columns, catalogue: this.#reading.types };
  }

  /** Rejects when the source is away. */
  async refresh(): Promise<void> {
    this.#reading = await this.readAgain();
  }

  #tableOf({ schema, table }: Relation): TableFacts | undefined {
    return this.#reading.tables.find((other) => other.schema === schema && other.table === table);
  }
}
