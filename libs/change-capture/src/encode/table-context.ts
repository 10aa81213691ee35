/** What the encoders of a relation are compiled with, whatever their family. */
import type { PiiHasher } from '../pii/pii-hasher.js';
import type { DescribedRelation } from '../types/described-relation.js';
import type { FormatOptions } from './format-options.js';
import type { RecordArena } from './record-arena.js';

export interface TableContext {
  readonly described: DescribedRelation;
  readonly format: FormatOptions;
  readonly out: RecordArena;
  /** Needed when the table has personal data. */
  readonly hasher?: PiiHasher;
}
