/** Reads migrations from a folder: `NNNN_name/up.sql`, and `check_after.sql` beside it, which proves the result. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

const MIGRATION_NAME = /^\d{4}_[a-z0-9_]+$/;

/** The migration ran, but what it left behind is not what its check expects; it is rolled back. */
export class CheckAfterFailed extends Error {
  override readonly name = 'CheckAfterFailed';
}

/**
 * `up.sql` may hold any number of statements. `check_after.sql` holds one query that returns a row for each thing
 * found wrong and no row when all is well. Both are required: a migration without a check is a hope.
 */
export class SqlFolderProvider implements MigrationProvider {
  constructor(private readonly directory: string) {}

  async getMigrations(): Promise<Record<string, Migration>> {
    const entries = await readdir(this.directory, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    refuseUnclearOrder(names);
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await this.#read(name)] as const)));
  }

  async #read(name: string): Promise<Migration> {
    const [up, checkAfter] = await Promise.all([
      readFile(join(this.directory, name, 'up.sql'), 'utf8'),
      readFile(join(this.directory, name, 'check_after.sql'), 'utf8'),
    ]);
    return {
      up: async (db: Kysely<unknown>) => {
        await sql.raw(up).execute(db);
        const { rows } = await sql.raw(checkAfter).execute(db);
        if (rows.length > 0) throw new CheckAfterFailed(`check_after.sql found ${JSON.stringify(rows.slice(0, 3))}`);
      },
    };
  }
}

/** Two folders with one number, or a name that does not sort, would run in an order nobody chose. */
function refuseUnclearOrder(names: readonly string[]): void {
  const numbers = new Set<string>();
  for (const name of names) {
    if (!MIGRATION_NAME.test(name)) throw new Error(`migration folder "${name}" is not named NNNN_lower_case`);
    if (numbers.has(name.slice(0, 4))) throw new Error(`two migrations are numbered ${name.slice(0, 4)}`);
    numbers.add(name.slice(0, 4));
  }
}
