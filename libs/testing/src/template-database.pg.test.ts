import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { uniqueTopicPrefix } from './kafka.js';
import { testPostgresUrl } from './config.js';
import { templateDatabase } from './template-database.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('templateDatabase', () => {
  let folder: string;
  let input: string;
  let prepared: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vf-template-'));
    input = join(folder, 'up.sql');
    await writeFile(
      input,
      `-- ${uniqueTopicPrefix()}\nCREATE TABLE thing (id int); GRANT INSERT ON thing TO fraud_service;`,
    );
    prepared = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const declare = () =>
    templateDatabase({
      name: 'selftest',
      inputs: [folder],
      prepare: async (url) => {
        prepared += 1;
        await query(url, 'CREATE TABLE thing (id int); GRANT INSERT ON thing TO fraud_service;');
      },
    });

  it('gives each caller a database of its own, prepared once for all', async () => {
    await using first = await declare().create();
    await using second = await declare().create();
    await query(first.url, 'INSERT INTO thing VALUES (1)');
    expect(await query(second.url, 'SELECT * FROM thing')).toEqual([]);
    expect(prepared).toBe(1);
  });

  it('prepares once when many ask at the same moment', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, () => declare().create()));
    expect(new Set(databases.map(({ name }) => name)).size).toBe(5);
    expect(prepared).toBe(1);
    await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
  });

  it('prepares anew when the inputs change', async () => {
    await using _before = await declare().create();
    await writeFile(input, `-- ${uniqueTopicPrefix()}`);
    await using _after = await declare().create();
    expect(prepared).toBe(2);
  });

  it('logs in as a service role with the rights of that role only', async () => {
    await using database = await declare().create();
    await query(database.urlFor('fraud_service'), 'INSERT INTO thing VALUES (1)');
    await expect(query(database.urlFor('payments_service'), 'INSERT INTO thing VALUES (1)')).rejects.toThrow(
      'permission denied',
    );
  });

  it('drops the database on dispose, even with a slot and an open connection', async () => {
    const database = await declare().create();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined); // the drop cuts this connection off
    await client.connect();
    await client.query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [uniqueTopicPrefix()]);
    await database[Symbol.asyncDispose]();
    const left = await query(testPostgresUrl(), `SELECT FROM pg_database WHERE datname = '${database.name}'`);
    expect(left).toEqual([]);
  });

  it('recovers from a process that died while it prepared', async () => {
    const dies = templateDatabase({
      name: 'selftest',
      inputs: [folder],
      prepare: async (url) => {
        prepared += 1;
        await query(url, 'CREATE TABLE thing (id int)');
        if (prepared === 1) throw new Error('killed');
      },
    });
    await expect(dies.create()).rejects.toThrow('killed');
    await using database = await templateDatabase({
      name: 'selftest',
      inputs: [folder],
      prepare: async (url) => {
        await query(url, 'CREATE TABLE thing (id int)');
      },
    }).create();
    expect(await query(database.url, 'SELECT * FROM thing')).toEqual([]);
  });

  it('refuses a name that would not survive as a database name', () => {
    expect(() => templateDatabase({ name: 'Not-OK', inputs: [], prepare: () => Promise.resolve() })).toThrow('Not-OK');
  });
});
