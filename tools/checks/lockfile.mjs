// Checks package-lock.json; with --write mends what can be mended.
//  - `npm ci` rejects a lockfile that lacks an optional package of another platform, and npm leaves those out that it
//    could not look up: each needs at least a stub entry with its version and platform.
//  - An address in it would tie every clone to the registry of whoever made the lockfile last.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'package-lock.json');

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** Optional packages that an entry names and no entry holds: [{ name, version }]. */
export function missingOptionals(packages) {
  const missing = new Map();
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!resolves(packages, place, name)) missing.set(name, { name, version });
    }
  }
  return [...missing.values()];
}

/** Node's own search: in the package's node_modules, then in that of each folder above. */
function resolves(packages, place, name) {
  const folders = place.split('/').map((_, index, parts) => parts.slice(0, parts.length - index).join('/'));
  return ['', ...folders].some(
    (folder) => packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`],
  );
}

/** Entry that lets `npm ci` pass over the package on other platforms; read from names such as @swc/core-darwin-arm64. */
export function stubEntry({ name, version }) {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((candidate) => words.includes(candidate));
  const processor = PROCESSORS.find((candidate) => words.includes(candidate));
  if (!/^\d/.test(version) || (!system && !processor)) return undefined;
  return {
    version,
    optional: true,
    ...(system ? { os: [system === 'windows' ? 'win32' : system] } : {}),
    ...(processor ? { cpu: [processor] } : {}),
  };
}

/** Entries that name where they were fetched from; links to folders of the workspace are no such place. */
export function registryAddresses(packages) {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(([place]) => place);
}

function run(write) {
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const faults = [];
  for (const missing of missingOptionals(lock.packages)) {
    const stub = write ? stubEntry(missing) : undefined;
    if (stub) lock.packages[`node_modules/${missing.name}`] = stub;
    else faults.push(`${missing.name}@${missing.version} is an optional package without an entry`);
  }
  for (const place of registryAddresses(lock.packages)) {
    if (write) delete lock.packages[place].resolved;
    else faults.push(`${place} names the address it was fetched from`);
  }
  if (write) {
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  }
  faults.forEach((fault) => console.log(`package-lock.json: ${fault}`));
  if (faults.length > 0) console.log('Mend with: node tools/checks/lockfile.mjs --write');
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(run(process.argv.includes('--write')));
