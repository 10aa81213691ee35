import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import {
  ensureServiceRoles,
  type ServiceRole,
  urlAsRole,
  urlForDatabase,
  withClusterLock,
  withConnection,
} from './cluster.js';
import { contentHash } from './content-hash.js';
import { eventually } from './eventually.js';
import { testPostgresUrl } from './config.js';

const HASH_DIGITS = 12;
const CONNECTIONS_GONE_TIMEOUT_MS = 5_000;
/** PostgreSQL cuts longer names off silently, and two names cut alike would be one database. */
const MAX_NAME_LENGTH = 20;

export interface TemplateOptions {
  /** Short name, lower-case letters, digits and underscores: it becomes part of the database names. */
  name: string;
  /** Files and folders whose bytes decide what the template holds (the migrations). A change makes a new template. */
  inputs: readonly string[];
  /** Brings the empty database to the wanted state and closes its connections. Runs once per content. */
  prepare: (url: string) => Promise<void>;
}

/** A database of a test's own. Disposing it drops it, with replication slots and connections that are still there. */
export interface TestDatabase extends AsyncDisposable {
  name: string;
  /** Superuser URL. */
  url: string;
  urlFor: (role: ServiceRole) => string;
}

export interface TemplateDatabase {
  /** Clones the template (made on first use, in whichever test process comes first). About 50 ms. */
  create: () => Promise<TestDatabase>;
}

/**
 * Declares a template database. It is made once per content of `inputs` and shared by all test processes; each test
 * clones it, which is far cheaper than migrating. The service roles exist before `prepare` runs.
 */
export function templateDatabase(options: TemplateOptions): TemplateDatabase {
  if (!/^[a-z][a-z0-9_]*$/.test(options.name) || options.name.length > MAX_NAME_LENGTH) {
    throw new Error(`Template name "${options.name}" must be 1 to ${MAX_NAME_LENGTH} of a-z, 0-9 and _.`);
  }
  let made: Promise<string> | undefined;
  return {
    create: async () => {
      made ??= makeTemplate(options);
      return cloneDatabase(options.name, await made);
    },
  };
}

async function makeTemplate(options: TemplateOptions): Promise<string> {
  const hash = await contentHash(options.inputs, options.prepare.toString());
  const template = `vf_template_${options.name}_${hash.slice(0, HASH_DIGITS)}`;
  await withConnection(async (client) => {
    await ensureServiceRoles(client);
    await withClusterLock(client, template, async () => {
      if (await isFinished(client, template)) return;
      // Left by a process that died while preparing it.
      await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${template}`);
      await options.prepare(urlForDatabase(testPostgresUrl(), template));
      await expectNoConnections(client, template);
      await client.query(`ALTER DATABASE ${template} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    });
  });
  return template;
}

/** The template flag is set last, so a database that has it is complete. */
async function isFinished(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [database]);
  return rowCount === 1;
}

/** A template with connections cannot be cloned; better to say who forgot to close than to fail in every test. */
async function expectNoConnections(client: pg.Client, database: string): Promise<void> {
  await eventually(
    async () => {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
        [database],
      );
      if (rowCount) throw new Error(`prepare() left ${rowCount} connection(s) to ${database} open; close them.`);
    },
    { timeoutMs: CONNECTIONS_GONE_TIMEOUT_MS },
  );
}

async function cloneDatabase(name: string, template: string): Promise<TestDatabase> {
  const database = `vf_test_${name}_${randomBytes(8).toString('hex')}`;
  await withConnection((client) => client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`));
  const url = urlForDatabase(testPostgresUrl(), database);
  return {
    name: database,
    url,
    urlFor: (role) => urlAsRole(url, role),
    [Symbol.asyncDispose]: () => withConnection((client) => dropDatabase(client, database)),
  };
}

/** Walsenders survive DROP ... FORCE when they hold a slot, and an active slot forbids the drop: end them first. */
async function dropDatabase(client: pg.Client, database: string): Promise<void> {
  await eventually(
    async () => {
      await client.query(
        'SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = $1 AND active_pid IS NOT NULL',
        [database],
      );
      await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    },
    { timeoutMs: CONNECTIONS_GONE_TIMEOUT_MS },
  );
}
