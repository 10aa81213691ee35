/** How much goes out at once. */
export interface PublishLimits {
  /** Of one partition's records in one request: the broker's message.max.bytes counts these. */
  readonly maxBatchBytes: number;
  /** Of all records in one request. */
  readonly maxRequestBytes: number;
  /** Memory that is kept for the next batches. */
  readonly keepBytes: number;
}

export const publishLimits: PublishLimits = {
  // Below the broker's default message.max.bytes of 1,048,588.
  maxBatchBytes: 900 * 1024,
  maxRequestBytes: 4 * 1024 * 1024,
  keepBytes: 4 * 1024 * 1024,
};
