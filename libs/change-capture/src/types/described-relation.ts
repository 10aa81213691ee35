/** A relation with all that its encoders are compiled from: as the stream describes it, and what the catalogue adds. */
import type { Relation } from '../pgoutput/messages.js';
import type { ColumnFacts } from './column-facts.js';
import type { TypeCatalogue } from './type-catalogue.js';

export interface DescribedRelation {
  readonly relation: Relation;
  /** One for each of the relation's columns, in its order. */
  readonly columns: readonly ColumnFacts[];
  readonly catalogue: TypeCatalogue;
}
