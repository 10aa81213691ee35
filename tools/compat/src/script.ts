/** The scripted changes: SQL files of a folder, each a case with tables of its own schema and steps over them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ScriptStep {
  readonly what: string;
  /** Sent as one query: one transaction, unless it says BEGIN and COMMIT itself. */
  readonly sql: string;
  /**
   * Waits until all that was done before has been captured. Debezium reads parts of a table's description from the
   * database at the time it sees the change, so a change of the table must not overtake earlier rows.
   */
  readonly settled: boolean;
  /** Comparisons in which the step is done; undefined in all of them. */
  readonly only: readonly string[] | undefined;
}

export interface ScriptCase {
  readonly name: string;
  /** Makes schema, types and tables, and the rows that a snapshot is to find; done for all cases before the first step. */
  readonly setup: string;
  /** By table as SQL names it: what follows the name in CREATE PUBLICATION. */
  readonly published: ReadonlyMap<string, string>;
  /** Tables kept out of the publication. */
  readonly unpublished: readonly string[];
  readonly steps: readonly ScriptStep[];
}

/**
 * `script` is compared with Debezium; `snapshot-script` too, where the setups' rows are there before either side starts;
 * `sink-script` goes through the JDBC sink.
 */
export type ScriptFolder = 'script' | 'snapshot-script' | 'sink-script';

/** All cases of a folder, in the order of their files' names. */
export function readScript(name: ScriptFolder): readonly ScriptCase[] {
  const folder = fileURLToPath(new URL(`../${name}`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => parseCase(file.replace(/\.sql$/, ''), readFileSync(join(folder, file), 'utf8')));
}

/**
 * A case from its text. Directives are lines of comment: `-- setup`, then `-- step <what>` for each step; in the setup
 * `-- publish <table> <rest>` and `-- unpublished <table>`; in a step `-- settled` and `-- only <comparison> ...`.
 * Throws on a text without them.
 */
export function parseCase(name: string, text: string): ScriptCase {
  const [setup = '', ...steps] = text.split(/^-- step (?=.)/m);
  if (!setup.startsWith('-- setup\n') || steps.length === 0) throw new Error(`case ${name} has no setup or no step`);
  return {
    name,
    setup: setup.slice('-- setup\n'.length),
    published: new Map(
      directives(setup, 'publish').map((rest) => {
        const [table = '', ...how] = rest.split(' ');
        return [table, how.join(' ')];
      }),
    ),
    unpublished: directives(setup, 'unpublished'),
    steps: steps.map(parseStep),
  };
}

function parseStep(text: string): ScriptStep {
  const [what = '', ...lines] = text.split('\n');
  const sql = lines.join('\n').trim();
  return {
    what,
    sql,
    settled: /^-- settled$/m.test(sql),
    only: directives(sql, 'only')[0]?.split(' '),
  };
}

const directives = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`^-- ${name} (.+)$`, 'gm'))].map(([, rest = '']) => rest);
