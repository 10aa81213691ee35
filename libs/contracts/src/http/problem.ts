/** The body of every error: RFC 9457, with a stable code to branch on. */
import { z } from 'zod';
import { errorCatalogue, errorCodes, type ErrorCode } from './errors.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const problem = z
  .object({
    type: z.string().meta({ description: 'Names the kind of error; the same as code, as a URI.' }),
    title: z.string().meta({ description: 'Constant for the code.' }),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: 'This occurrence, for a person. Do not parse.' }),
    instance: z.string().meta({ description: 'The id of the request, as in the Request-Id header.' }),
    code: z.enum(errorCodes).meta({ description: 'Stable; branch on this.' }),
    retryable: z.boolean().meta({ description: 'Whether the very same request may succeed later.' }),
    param: z.string().optional().meta({ description: 'The field at fault, as a path: metadata.order.' }),
    errors: z
      .array(z.object({ code: z.enum(errorCodes), param: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Every field at fault, when there are several.' }),
    payment_id: z.string().optional().meta({ description: 'The payment this is about, where there is one.' }),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;

/** What an occurrence adds to the catalogue's entry. */
export interface Occurrence {
  /** Id of the request. */
  readonly instance: string;
  readonly detail?: string;
  readonly param?: string;
  readonly errors?: Problem['errors'];
  readonly payment_id?: string;
}

/** Writes a problem. Without a detail the remedy stands in, so that every error tells what to do. */
export function problemOf(code: ErrorCode, { instance, detail, ...rest }: Occurrence): Problem {
  const { status, retryable, title, remedy } = errorCatalogue[code];
  return {
    type: `urn:vendorflow:error:${code}`,
    title,
    status,
    detail: detail ?? remedy,
    instance,
    code,
    retryable,
    ...rest,
  };
}
