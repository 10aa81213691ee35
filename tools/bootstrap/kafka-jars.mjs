import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapError, timed } from './console.mjs';
import { inRoot } from './paths.mjs';
import { requireMaven } from './prerequisites.mjs';
import { runProcess } from './run-process.mjs';

const pom = inRoot('infra', 'kafka', 'pom.xml');
const checksums = inRoot('infra', 'kafka', 'jars.sha256');
const lib = inRoot('var', 'kafka', 'lib');
const stampFile = join(lib, '.verified');

/** Fetches the jars of the local Kafka by Maven and verifies them, unless that has been done for this very list. */
export async function fetchKafkaJars() {
  const list = readFileSync(checksums, 'utf8');
  const wanted = createHash('sha256').update(list).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  await requireMaven();
  await timed('Fetching Kafka (Maven)', async () => {
    const fresh = `${lib}.fresh`;
    rmSync(fresh, { recursive: true, force: true });
    await copyDependencies(fresh);
    verifyJars(fresh, list);
    rmSync(lib, { recursive: true, force: true });
    renameSync(fresh, lib);
    writeFileSync(stampFile, wanted);
  });
}

async function copyDependencies(directory) {
  const { status, output } = await runProcess('mvn', [
    '--quiet',
    '--batch-mode',
    '--file',
    pom,
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${directory}`,
  ]);
  if (status !== 0) throw new BootstrapError(`Maven could not fetch Kafka's jars:\n${output.trim()}`);
}

/** Throws unless the folder holds exactly the listed files with the listed SHA-256 sums (format of sha256sum). */
export function verifyJars(directory, list) {
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
    throw new BootstrapError(`Kafka's jars are not those of infra/kafka/jars.sha256:\n  ${faults.join('\n  ')}`);
  }
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
