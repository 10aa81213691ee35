/** Runs the script over a source while sides capture it. */
import type { CaptureSide } from './capture-side.js';
import type { ScriptCase } from './script.js';
import type { SourceDatabase } from './source-database.js';

/** Plays the steps of a comparison after a first mark; resolves when every side has captured all of them. */
export async function play(
  cases: readonly ScriptCase[],
  comparison: string,
  source: SourceDatabase,
  sides: readonly CaptureSide[],
): Promise<void> {
  const settle = async (name?: string) => {
    const mark = await source.mark(name);
    await Promise.all(sides.map((side) => side.untilMarked(mark)));
  };
  await settle();
  for (const { name, steps } of cases) {
    await source.mark(name);
    for (const step of steps.filter(({ only }) => only === undefined || only.includes(comparison))) {
      if (step.settled) await settle(name);
      try {
        await source.run(step);
      } catch (err) {
        throw new Error(`Step "${step.what}" of ${name} failed: ${messageOf(err)}`, { cause: err });
      }
    }
    try {
      await settle(name);
    } catch (err) {
      throw new Error(`Case ${name} was not captured to its end: ${messageOf(err)}`, { cause: err });
    }
  }
}

const messageOf = (err: unknown): string => (err instanceof Error ? err.message : String(err));
