import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError, timed } from './console.mjs';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { requireJava, requireMaven } from './prerequisites.mjs';
import { runProcess } from './run-process.mjs';

/** A program that Maven fetches: its name for messages, its folder below infra/ and below var/. */
const KAFKA = { title: 'Kafka', folder: 'kafka' };
const DEBEZIUM = { title: 'Debezium', folder: 'debezium' };

/** Fetches the jars of the local Kafka by Maven and verifies them, unless that has been done for this very list. */
export const fetchKafkaJars = () => fetchJars(KAFKA);

/** The same for the real Debezium, which only `npm run compat` and benchmarks beside it need. */
export async function fetchDebeziumJars() {
  await requireJava();
  await withLock(inRoot('var', 'debezium.lock'), () => fetchJars(DEBEZIUM));
}

async function fetchJars({ title, folder }) {
  const list = readFileSync(inRoot('infra', folder, 'jars.sha256'), 'utf8');
  const lib = inRoot('var', folder, 'lib');
  const stampFile = join(lib, '.verified');
  const wanted = createHash('sha256').update(list).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  await requireMaven();
  await timed(`Fetching ${title} (Maven)`, async () => {
    const fresh = `${lib}.fresh`;
    rmSync(fresh, { recursive: true, force: true });
    await copyDependencies(title, inRoot('infra', folder, 'pom.xml'), fresh);
    verifyJars(fresh, list, `infra/${folder}/jars.sha256`);
    rmSync(lib, { recursive: true, force: true });
    renameSync(fresh, lib);
    writeFileSync(stampFile, wanted);
  });
}

async function copyDependencies(title, pom, directory) {
  const { status, output } = await runProcess('mvn', [
    '--quiet',
    '--batch-mode',
    '--file',
    pom,
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${directory}`,
  ]);
  if (status !== 0) throw new BootstrapError(`Maven could not fetch the jars of ${title}:\n${output.trim()}`);
}

/** Throws unless the folder holds exactly the listed files with the listed SHA-256 sums (format of sha256sum). */
export function verifyJars(directory, list, listName) {
  const wanted = new Map(
    list
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/).reverse()),
  );
  const present = readdirSync(directory).filter((name) => name.endsWith('.jar'));
  const faults = [
    ...present.filter((name) => !wanted.has(name)).map((name) => `${name} is not in the list`),
    ...[...wanted.keys()].filter((name) => !present.includes(name)).map((name) => `${name} is missing`),
    ...present
      .filter((name) => wanted.has(name) && wanted.get(name) !== sha256(join(directory, name)))
      .map((name) => `${name} has another checksum`),
  ];
  if (faults.length > 0) {
    throw new BootstrapError(`The jars are not those of ${listName}:\n  ${faults.join('\n  ')}`);
  }
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
