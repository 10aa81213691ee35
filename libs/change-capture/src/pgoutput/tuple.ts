/** Kinds of a column in a tuple, as their letters on the wire. */
export const COLUMN_NULL = 0x6e;
/** The value was not sent, because the update left an out-of-line (TOAST) value as it was. */
export const COLUMN_UNCHANGED = 0x75;
export const COLUMN_TEXT = 0x74;

const INITIAL_COLUMNS = 32;

/** The columns of one row as ranges of the message's bytes. One object serves a whole stream. */
export class Tuple {
  bytes: Buffer = Buffer.alloc(0);
  columns = 0;
  kinds = new Uint8Array(INITIAL_COLUMNS);
  starts = new Int32Array(INITIAL_COLUMNS);
  ends = new Int32Array(INITIAL_COLUMNS);

  /** Begins a row of that many columns. */
  reset(bytes: Buffer, columns: number): void {
    this.bytes = bytes;
    this.columns = columns;
    if (columns <= this.kinds.length) return;
    this.kinds = new Uint8Array(columns);
    this.starts = new Int32Array(columns);
    this.ends = new Int32Array(columns);
  }

  kind(column: number): number {
    return this.kinds[column] as number;
  }

  start(column: number): number {
    return this.starts[column] as number;
  }

  end(column: number): number {
    return this.ends[column] as number;
  }

  /** Text of a column, or null when it is NULL or was not sent. For cold paths: it makes a string. */
  text(column: number): string | null {
    if (this.kind(column) !== COLUMN_TEXT) return null;
    return this.bytes.toString('utf8', this.start(column), this.end(column));
  }

  /** Takes the values that were not sent with this row from the old row of the same message. */
  takeUnchanged(old: Tuple): void {
    for (let column = 0; column < this.columns; column += 1) {
      if (this.kind(column) !== COLUMN_UNCHANGED) continue;
      this.kinds[column] = old.kind(column);
      this.starts[column] = old.start(column);
      this.ends[column] = old.end(column);
    }
  }

  /** Whether both rows hold the same bytes in that column. Values that were not sent count as unchanged. */
  sameColumn(other: Tuple, column: number): boolean {
    const kind = this.kind(column);
    const otherKind = other.kind(column);
    if (kind === COLUMN_UNCHANGED || otherKind === COLUMN_UNCHANGED) return true;
    if (kind !== otherKind) return false;
    if (kind === COLUMN_NULL) return true;
    const [start, end] = [this.start(column), this.end(column)];
    return this.bytes.compare(other.bytes, other.start(column), other.end(column), start, end) === 0;
  }
}
