/** Differences that stay, each with its reason; committed, and shown in docs/debezium-compatibility.md. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Difference } from './differences.js';

const schema = z.array(
  z.strictObject({
    comparisons: z.array(z.string()).min(1),
    /** Regular expressions for the whole topic without its prefix, and for the whole path. */
    topic: z.string(),
    at: z.string(),
    /** Whether it occurs depends on the moment: it is not missed. */
    mayBeAbsent: z.boolean().optional(),
    reason: z.string().min(10),
  }),
);

export type AllowedDifference = z.output<typeof schema>[number];

export interface Judgement {
  /** Not on the list. */
  readonly refused: readonly Difference[];
  /** On the list, but did not occur. */
  readonly unused: readonly AllowedDifference[];
}

const file = fileURLToPath(new URL('../allowed-differences.json', import.meta.url));

export const readAllowedDifferences = (): readonly AllowedDifference[] =>
  schema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Holds the differences of one comparison against the list. */
export function judge(
  comparison: string,
  differences: readonly Difference[],
  allowed: readonly AllowedDifference[],
): Judgement {
  const ofThis = allowed.filter(({ comparisons }) => comparisons.includes(comparison));
  const covers = (entry: AllowedDifference, { topic, at }: Difference) =>
    new RegExp(`^(?:${entry.topic})$`).test(topic) && new RegExp(`^(?:${entry.at})$`).test(at);
  return {
    refused: differences.filter((difference) => !ofThis.some((entry) => covers(entry, difference))),
    unused: ofThis.filter(
      (entry) => entry.mayBeAbsent !== true && !differences.some((difference) => covers(entry, difference)),
    ),
  };
}
