/**
 * Scratch space in which the records of one change are written one after the other. Whoever keeps them copies them while
 * they are emitted; then the space is used again, so that a row costs no allocation of its own.
 */
const CHUNK_BYTES = 256 * 1024;
const SHORT_COPY_BYTES = 24;

export class RecordArena {
  #chunk: Buffer;
  #start = 0;
  #at = 0;
  readonly #chunkBytes: number;

  constructor(chunkBytes = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes;
    this.#chunk = Buffer.allocUnsafeSlow(chunkBytes);
  }

  /** Begins a piece; what was written since the last `finish` is dropped. */
  begin(): void {
    this.#at = this.#start;
  }

  /** Gives up all pieces: what was finished may be overwritten from now on. */
  rewind(): void {
    this.#start = 0;
    this.#at = 0;
  }

  /** The bytes since `begin`, as they stay until `rewind`. */
  finish(): Buffer {
    const piece = this.#chunk.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return piece;
  }

  get length(): number {
    return this.#at - this.#start;
  }

  byte(value: number): void {
    if (this.#at === this.#chunk.length) this.#makeRoom(1);
    this.#chunk[this.#at] = value;
    this.#at += 1;
  }

  bytes(source: Buffer): void {
    this.range(source, 0, source.length);
  }

  range(source: Buffer, from: number, to: number): void {
    const length = to - from;
    this.reserve(length);
    if (length > SHORT_COPY_BYTES) source.copy(this.#chunk, this.#at, from, to);
    // A call into the engine's copy costs more than a short loop.
    else
      for (let offset = 0; offset < length; offset += 1)
        this.#chunk[this.#at + offset] = source[from + offset] as number;
    this.#at += length;
  }

  /** Text of ASCII characters only. */
  ascii(text: string): void {
    this.reserve(text.length);
    for (let index = 0; index < text.length; index += 1) this.#chunk[this.#at + index] = text.charCodeAt(index);
    this.#at += text.length;
  }

  /** Makes sure that many bytes can follow without another check. */
  reserve(length: number): void {
    if (this.#at + length > this.#chunk.length) this.#makeRoom(length);
  }

  #makeRoom(length: number): void {
    const written = this.length;
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.#chunkBytes, (written + length) * 2));
    this.#chunk.copy(bigger, 0, this.#start, this.#at);
    this.#chunk = bigger;
    this.#start = 0;
    this.#at = written;
  }
}
