/**
 * Fixed pieces of memory that record batches are written into and that return when the broker has them. One size for
 * all, so that any piece serves any batch, nothing is ever moved to a larger place, and the pool has no policy to tune.
 */
export const SEGMENT_BYTES = 32 * 1024;

export class SegmentPool {
  readonly #free: Buffer[] = [];

  /** `keepBytes`: what is held for the next batches at most; what comes back beyond it is left to the collector. */
  constructor(private readonly keepBytes: number) {}

  /** A segment of at least that many bytes: the usual size, or one of its own for a record that is larger. */
  take(bytes: number): Buffer {
    if (bytes > SEGMENT_BYTES) return Buffer.allocUnsafeSlow(bytes);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(SEGMENT_BYTES);
  }

  /** The caller must be sure that nobody reads the segment any more, a socket's queue included. */
  give(segment: Buffer): void {
    if (segment.length === SEGMENT_BYTES && this.freeBytes < this.keepBytes) this.#free.push(segment);
  }

  get freeBytes(): number {
    return this.#free.length * SEGMENT_BYTES;
  }
}
