import type { ErrorCode, Occurrence } from '@vf/contracts';

/** An expected refusal, by its code in the error catalogue; the filter writes it as a problem. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: ErrorCode,
    readonly occurrence: Omit<Occurrence, 'instance'> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`refused: ${code}`);
  }
}
