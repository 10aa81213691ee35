/** Faults of consuming that name their cause and what to do. */

/** Thrown by a handler for a record that can never be applied. `code` is stable, `reason` is for a person; no payload. */
export class PoisonRecordError extends Error {
  override readonly name = 'PoisonRecordError';
  constructor(
    readonly code: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** Thrown by a handler for what passes by waiting; its records are tried again, and others of the partition wait. */
export class PassingFaultError extends Error {
  override readonly name = 'PassingFaultError';
}

/** A handler or the wiring is at fault; waiting or leaving records out would not help. */
export class ConsumerStoppedError extends Error {
  override readonly name = 'ConsumerStoppedError';
}

/** The topic has another number of partitions than when this group began to read it. */
export class PartitionCountChangedError extends Error {
  override readonly name = 'PartitionCountChangedError';
  constructor(
    readonly topic: string,
    readonly stored: number,
    readonly actual: number,
  ) {
    super(
      `topic ${topic} has ${actual} partitions, but this group read it with ${stored}: keys have changed their ` +
        'partition, so order and duplicates cannot be told any more. Make the topic with its old number of partitions, ' +
        'or rebuild this read model from an empty database',
    );
  }
}

/** So many records in a row were refused that the fault is hardly in the records. */
export class TooManyDeadLettersError extends Error {
  override readonly name = 'TooManyDeadLettersError';
  constructor(
    readonly topic: string,
    readonly count: number,
    lastReason: string,
    options?: ErrorOptions,
  ) {
    super(
      `${count} records of ${topic} in a row were refused (the last: ${lastReason}): look at the handler, the schema ` +
        'and the producer; then start again and replay the dead letters',
      options,
    );
  }
}

/** Kafka did not take a dead letter in time; the position stays before the record and all is tried again. */
export class DeadLetterUnavailableError extends Error {
  override readonly name = 'DeadLetterUnavailableError';
  constructor(
    readonly timeoutMs: number,
    options?: ErrorOptions,
  ) {
    super(`the dead-letter topic did not take a record within ${timeoutMs} ms`, options);
  }
}
