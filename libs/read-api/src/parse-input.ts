import type { ErrorCode, Problem } from '@vf/contracts';
import type { z } from 'zod';
import { ApiError } from './api-error.js';

type FieldFault = NonNullable<Problem['errors']>[number];

/** Reads a query or a path by its schema. Throws ApiError that names every field at fault. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(faultsOf);
  const [first] = faults;
  if (!first) throw new ApiError('field_invalid');
  throw new ApiError(first.code, {
    param: first.param,
    detail: first.detail,
    ...(faults.length > 1 && { errors: faults }),
  });
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const path = issue.path.map(String);
  const fault = (code: ErrorCode, param: string, detail: string) => ({ code, param, detail });
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault('field_unknown', [...path, key].join('.'), 'is not known here'));
  }
  return [fault('field_invalid', path.join('.'), issue.message)];
}
