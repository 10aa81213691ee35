/** Which values of a table are personal data, and so leave it only as keyed hashes. */
import { z } from 'zod';
import { JSON_PATH } from './json-paths.js';

/** How a value is written before it is hashed, so that two spellings of one address give one hash (docs/capture.md). */
export const piiForm = z.enum(['email', 'phone', 'text']);
export type PiiForm = z.output<typeof piiForm>;

const path = z.string().regex(JSON_PATH, 'use a path such as $.customer.email or $.contacts[*].phone');

export const piiPlan = z.strictObject({
  /** Columns that are hashed whole, with the form of their values. */
  columns: z.record(z.string(), piiForm).default({}),
  /** Values inside JSON columns: by column, the paths with the form of what is there. */
  paths: z.record(z.string(), z.record(path, piiForm)).default({}),
  /**
   * Columns named above that the table may lack, because they were renamed or dropped. Any other that is missing stops
   * the pipeline: under a new name it would leave in the clear.
   */
  mayBeMissing: z.array(z.string()).default([]),
});

export type PiiPlan = Readonly<z.output<typeof piiPlan>>;

/** Every column that the plan touches. */
export const columnsOf = (plan: PiiPlan): readonly string[] => [
  ...new Set([...Object.keys(plan.columns), ...Object.keys(plan.paths)]),
];
