export { DEFAULT_PATIENCE, NoAnswerError, type Patience } from './patient-fetch.js';
export {
  createPaymentsClient,
  idempotent,
  type PaymentsClient,
  type PaymentsClientOptions,
} from './payments-client.js';
export {
  answerOf,
  hasCode,
  isReplay,
  PaymentsProblem,
  UnknownAnswerError,
  type Problem,
  type ProblemCode,
} from './problem-error.js';
export type { components, paths } from './schema.generated.js';
