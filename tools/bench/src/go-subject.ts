/** A bare capture in Go: what a compiled language reaches with nothing to protect. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '@vf/local';
import { inheritedEnvironment } from './config.js';
import { PUBLICATION, createSlot } from './payments-source.js';
import { SUBJECTS } from './report.js';
import { RunningProcess, type Subject } from './subject.js';

const run = promisify(execFile);
const source = join(workspaceRoot, 'tools/bench/go-capture');
const binary = join(workspaceRoot, 'var/bench/go-capture');
const BUILD_TIMEOUT_MS = 180_000;

/** Builds the program; undefined, with the reason told, where Go or its modules are not to be had. */
export async function goSubject(tell: (line: string) => void): Promise<Subject | undefined> {
  try {
    await run('go', ['build', '-o', binary, '.'], {
      cwd: source,
      env: inheritedEnvironment,
      timeout: BUILD_TIMEOUT_MS,
    });
  } catch (err) {
    tell(`The Go program is left out: ${err instanceof Error ? err.message : String(err)}`);
    return undefined;
  }
  return {
    name: SUBJECTS.go,
    prepare: ({ databaseUrl, prefix }) => createSlot(databaseUrl, `${prefix}_go`),
    start: ({ databaseUrl, prefix, brokers }) => {
      const url = new URL(databaseUrl);
      url.searchParams.set('replication', 'database');
      const env = { ...inheritedEnvironment, PGURL: url.toString(), BROKERS: brokers };
      return Promise.resolve(new RunningProcess('go-capture', binary, [`${prefix}_go`, PUBLICATION, prefix], env));
    },
  };
}
