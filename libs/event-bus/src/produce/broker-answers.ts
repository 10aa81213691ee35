/** What an answer of the broker means for the batch. Names by https://kafka.apache.org/protocol#protocol_error_codes. */
import { brokerErrorType } from '../errors.js';
import { createErrorFromCode } from '../kafkajs-internals.js';

/**
 * stored; too large for its topic; the producer's id or sequence is no longer known, so that a new id is needed; fenced,
 * another producer has taken the transactional id; again: the same batch may be sent again.
 */
export type Verdict = 'stored' | 'too-large' | 'broken-producer' | 'fenced' | 'again';

const BROKEN_PRODUCER: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_TXN_STATE',
]);
/** An epoch that is behind means: another one has initialised the same transactional id. */
const FENCED: ReadonlySet<string> = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED']);
const TOO_LARGE: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Everything not named is tried again: waiting for hours is better than losing records, and readiness shows it. */
export function verdictOf(errorCode: number): Verdict {
  return errorCode === 0 ? 'stored' : verdictOn(createErrorFromCode(errorCode));
}

/** The same for an error that was thrown. */
export function verdictOn(err: unknown): Verdict {
  const type = brokerErrorType(err) ?? '';
  if (TOO_LARGE.has(type)) return 'too-large';
  if (BROKEN_PRODUCER.has(type)) return 'broken-producer';
  return FENCED.has(type) ? 'fenced' : 'again';
}
