/** The envelope's own times: when the change was processed. Lag is their difference to those of `source`. */
const US_PER_MS = 1_000;

/** Renders the closing members of an envelope, anew only when the millisecond has changed. */
export class ProcessingTime {
  #ms = -1;
  #members = Buffer.alloc(0);

  constructor(private readonly now: () => number = Date.now) {}

  /** `","ts_ms":…,"ts_us":…,"ts_ns":…}`: closes the text of `op` first. */
  members(): Buffer {
    const ms = this.now();
    if (ms !== this.#ms) {
      this.#ms = ms;
      const us = String(ms * US_PER_MS);
      this.#members = Buffer.from(`","ts_ms":${String(ms)},"ts_us":${us},"ts_ns":${us}000}`);
    }
    return this.#members;
  }
}
