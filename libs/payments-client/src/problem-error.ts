import type { components } from './schema.generated.js';

export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];

/** A refusal of the payments API: branch on `code`. */
export class PaymentsProblem extends Error {
  override readonly name = 'PaymentsProblem';

  constructor(
    readonly problem: Problem,
    /** Whether it is the first answer to the idempotency key, given again. */
    readonly isReplay: boolean,
  ) {
    super(`${problem.code}: ${problem.detail}`);
  }

  get code(): ProblemCode {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** An answer that is no problem and no success: something between here and the service has answered. */
export class UnknownAnswerError extends Error {
  override readonly name = 'UnknownAnswerError';
}

/** Whether it is a refusal with one of these codes. */
export function hasCode<Code extends ProblemCode>(
  err: unknown,
  ...codes: readonly Code[]
): err is PaymentsProblem & { readonly code: Code } {
  return err instanceof PaymentsProblem && codes.some((code) => code === err.code);
}

/** What a call of the client resolves to. */
interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a call that succeeded. Throws PaymentsProblem for a refusal, UnknownAnswerError for what is neither. */
export async function answerOf<Data>(call: Promise<Result<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (response.ok && data !== undefined && data !== null) return data;
  if (isProblem(error)) throw new PaymentsProblem(error, isReplay(response));
  throw new UnknownAnswerError(`the payments API answered ${response.status} without a problem`);
}

/** Whether this is the first answer to its idempotency key, given again. */
export const isReplay = (response: Response): boolean => response.headers.get('idempotent-replayed') === 'true';

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'retryable' in body;
}
