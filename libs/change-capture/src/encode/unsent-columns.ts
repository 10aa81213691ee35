/**
 * Which columns of a change the server has not sent: of an update, large values that it left as they were; of a delete,
 * what is not in the replica identity. With the full identity nothing is missing, since the old row is sent whole.
 */
import type { Relation } from '../pgoutput/messages.js';
import { fieldName, type NameAdjustment } from './adjusted-name.js';
import { COLUMN_UNCHANGED, type Tuple } from '../pgoutput/tuple.js';

const FULL_IDENTITY = 'f';

export class UnsentColumns {
  readonly #names: readonly string[];
  readonly #inIdentity: readonly boolean[];
  readonly #isFull: boolean;
  /** Of a delete it is always the same. */
  readonly #ofDelete: string | undefined;

  /** `adjustment`: of the names, as the record's members have them. */
  constructor(relation: Relation, adjustment: NameAdjustment) {
    this.#isFull = relation.replicaIdentity === FULL_IDENTITY;
    this.#names = relation.columns.map(({ name }) => fieldName(name, adjustment));
    this.#inIdentity = relation.columns.map(({ inIdentity }) => inIdentity);
    this.#ofDelete = listed(this.#names.filter((_, index) => !this.#inIdentity[index]));
  }

  /** Where the column's value is: in the new row, in the old one, or null when it was not sent. */
  holder(column: number, before: Tuple | null, after: Tuple | null): Tuple | null {
    if (after && after.kind(column) !== COLUMN_UNCHANGED) return after;
    return this.#isFull || (!after && this.#inIdentity[column] === true) ? before : null;
  }

  /** Gives the new row the values that only the old one holds, for records of a change that do not show both. */
  fill(before: Tuple, after: Tuple): void {
    if (this.#isFull) after.takeUnchanged(before);
  }

  /** JSON array of the names, or undefined when everything was sent. */
  header(before: Tuple | null, after: Tuple | null): string | undefined {
    if (this.#isFull) return undefined;
    if (!after) return this.#ofDelete;
    let missing: string[] | undefined;
    for (let column = 0; column < after.columns; column += 1) {
      if (this.holder(column, before, after) === null) (missing ??= []).push(this.#names[column] as string);
    }
    return missing && listed(missing);
  }
}

const listed = (names: readonly string[]) => (names.length === 0 ? undefined : JSON.stringify(names));
