/** The rows of a chunk while it waits for its place in the stream: one growing run of bytes, not an object per value. */
import { COLUMN_NULL, COLUMN_TEXT, type Tuple } from '../pgoutput/tuple.js';

const FIRST_BYTES = 16 * 1024;
const NULL_VALUE = -1;

export class ChunkRows {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #used = 0;
  /** Start and end of each value, row after row; -1 twice for NULL. */
  readonly #ranges: number[] = [];
  count = 0;

  constructor(private readonly columns: number) {}

  /** Bytes of the values. */
  get bytes(): number {
    return this.#used;
  }

  append(row: readonly (string | null)[]): void {
    if (row.length !== this.columns) throw new RangeError(`a row of ${row.length} columns, not ${this.columns}`);
    for (const value of row) {
      if (value === null) this.#ranges.push(NULL_VALUE, NULL_VALUE);
      else this.#appendText(value);
    }
    this.count += 1;
  }

  /** Lets the tuple stand for a row. */
  read(index: number, tuple: Tuple): void {
    tuple.reset(this.#bytes, this.columns);
    const first = index * this.columns * 2;
    for (let column = 0; column < this.columns; column += 1) {
      const start = this.#ranges[first + column * 2] as number;
      tuple.kinds[column] = start === NULL_VALUE ? COLUMN_NULL : COLUMN_TEXT;
      tuple.starts[column] = start;
      tuple.ends[column] = this.#ranges[first + column * 2 + 1] as number;
    }
  }

  #appendText(value: string): void {
    const length = Buffer.byteLength(value);
    if (this.#used + length > this.#bytes.length) {
      const bigger = Buffer.allocUnsafe((this.#used + length) * 2);
      this.#bytes.copy(bigger, 0, 0, this.#used);
      this.#bytes = bigger;
    }
    const start = this.#used;
    this.#used += this.#bytes.write(value, start);
    this.#ranges.push(start, this.#used);
  }
}
