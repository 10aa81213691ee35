import type { ConsumeTuning, FailurePolicy } from '@vf/event-bus';
import { reconnectBackoff } from '@vf/platform';
import type { TransactionLimits } from './batch-transaction.js';

/** Times and sizes of a consumer. The defaults fit a service; tests give shorter times. */
export interface ConsumerTuning {
  readonly reading: Partial<ConsumeTuning>;
  readonly transaction: TransactionLimits;
  readonly failures: Omit<FailurePolicy, 'poison'>;
  /** For Kafka to take the dead letters of one transaction; below the idle-in-transaction limit. */
  readonly deadLetterTimeoutMs: number;
  /** So many refused records in a row stop the consumer: then the fault is hardly in the records. */
  readonly maxDeadLettersInARow: number;
  /** How often the log's ends are asked for, for lag and for noticing a stall. */
  readonly lagPollMs: number;
  /** With records waiting and none applied for this long, the consumer is not ready. */
  readonly stallAfterMs: number;
}

export const defaultConsumerTuning: ConsumerTuning = {
  reading: {},
  transaction: { lockTimeoutMs: 10_000, statementTimeoutMs: 30_000, idleInTransactionTimeoutMs: 60_000 },
  failures: { backoff: reconnectBackoff, notReadyAfterFailures: 3, poisonAttempts: 2 },
  deadLetterTimeoutMs: 10_000,
  maxDeadLettersInARow: 100,
  lagPollMs: 5_000,
  stallAfterMs: 60_000,
};
