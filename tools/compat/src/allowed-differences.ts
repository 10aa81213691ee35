/** Differences that stay, each with its reason; committed, and shown in docs/debezium-compatibility.md. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Difference } from './differences.js';

const place = {
  /** Regular expression for the whole path. */
  at: z.string(),
  /** Keys without their schemas; all of them when absent. */
  keys: z.array(z.string()).optional(),
};

const covered = z.union([
  /** Exactly these JSON texts; null: not there. */
  z.strictObject({ ...place, ours: z.string().nullable(), theirs: z.string().nullable() }),
  /** What only ours has, whose JSON text is wholly like this regular expression. */
  z.strictObject({ ...place, oursAlone: z.string() }),
  /** Two spellings of one number of that precision, when it has two: that is up to Debezium's Java, and not missed. */
  z.strictObject({ ...place, sameNumber: z.enum(['single', 'double']) }),
]);

const schema = z.array(
  z.strictObject({
    comparisons: z.array(z.string()).min(1),
    /** Regular expression for the whole topic without its prefix. */
    topic: z.string(),
    reason: z.string().min(10),
    differences: z.array(covered).min(1),
  }),
);

export type AllowedDifference = z.output<typeof schema>[number];
type Covered = AllowedDifference['differences'][number];

/** One that did not occur. */
export interface UnusedDifference {
  readonly topic: string;
  readonly at: string;
}

export interface Judgement {
  /** Not on the list. */
  readonly refused: readonly Difference[];
  readonly unused: readonly UnusedDifference[];
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
  const rules = allowed
    .filter(({ comparisons }) => comparisons.includes(comparison))
    .flatMap((entry) => entry.differences.map((covered) => ({ topic: entry.topic, at: covered.at, covered })));
  const used = new Set<object>();
  const refused = differences.filter((difference) => {
    const covering = rules.filter((rule) => covers(rule, difference));
    for (const rule of covering) used.add(rule);
    return covering.length === 0;
  });
  const isMissed = (rule: (typeof rules)[number]) => !used.has(rule) && !('sameNumber' in rule.covered);
  return { refused, unused: rules.filter(isMissed).map(({ topic, at }) => ({ topic, at })) };
}

const wholly = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`, 's').test(text);

function covers({ topic, covered }: { topic: string; covered: Covered }, difference: Difference): boolean {
  const { at, keys } = covered;
  if (!wholly(topic, difference.topic) || !wholly(at, difference.at)) return false;
  if (keys && !keys.includes(difference.key ?? '')) return false;
  const { ours, theirs } = difference;
  if ('oursAlone' in covered) return theirs === undefined && ours !== undefined && wholly(covered.oursAlone, ours);
  if ('sameNumber' in covered) return isSameNumber(ours, theirs, covered.sameNumber);
  return (ours ?? null) === covered.ours && (theirs ?? null) === covered.theirs;
}

const NUMBER = /^-?\d+(\.\d+)?(E-?\d+)?$/i;

function isSameNumber(ours = '', theirs = '', precision: 'single' | 'double'): boolean {
  if (!NUMBER.test(ours) || !NUMBER.test(theirs)) return false;
  const stored = precision === 'single' ? Math.fround : Number;
  return Object.is(stored(Number(ours)), stored(Number(theirs)));
}
