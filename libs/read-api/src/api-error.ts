import type { ErrorCode, Occurrence } from '@vf/contracts';

/** A refusal that the caller is told: a code of the error catalogue, and what this occurrence adds to it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly occurrence: Omit<Occurrence, 'instance'>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    occurrence: Omit<Occurrence, 'instance'> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.code = code;
    this.occurrence = occurrence;
    this.headers = headers;
  }
}
