import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, templateDatabase } from '@vf/testing';
import pg from 'pg';
import { MigrationFailed, migrate } from './migrate.js';

const empty = templateDatabase({ name: 'migrate', inputs: [], prepare: () => Promise.resolve() });

describe('migrate', () => {
  let db: TestDatabase;
  let directory: string;

  beforeEach(async () => {
    db = await empty.create();
    directory = await mkdtemp(join(tmpdir(), 'vf-migrations-'));
  });
  afterEach(async () => {
    await db[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  const folder = async (name: string, up: string, checkAfter = 'SELECT 1 WHERE false') => {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'up.sql'), up);
    await writeFile(join(directory, name, 'check_after.sql'), checkAfter);
  };
  const run = (lockTimeoutMs = 10_000) => migrate({ connectionString: db.url, directory, lockTimeoutMs });
  const tables = async () => {
    const client = new pg.Client(db.url);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely%' ORDER BY 1",
    );
    await client.end();
    return rows.map(({ name }) => name);
  };

  it('runs each migration once, in order of number', async () => {
    await folder('0002_second', 'ALTER TABLE a ADD y int; CREATE TABLE b (x int);');
    await folder('0001_first', 'CREATE TABLE a (x int);');
    expect(await run()).toEqual({ applied: ['0001_first', '0002_second'] });
    expect(await run()).toEqual({ applied: [] });
    await folder('0003_third', 'CREATE TABLE c (x int);');
    expect(await run()).toEqual({ applied: ['0003_third'] });
    expect(await tables()).toEqual(['a', 'b', 'c']);
  });

  it('names the migration that failed and leaves nothing behind', async () => {
    await folder('0001_first', 'CREATE TABLE a (x int);');
    await folder('0002_broken', 'CREATE TABLE b (x int); SELECT 1 / 0;');
    await expect(run()).rejects.toThrow('Migration 0002_broken failed: division by zero');
    await expect(run()).rejects.toThrow(MigrationFailed);
    expect(await tables()).toEqual([]);
  });

  it('rolls a migration back when its check returns a row', async () => {
    await folder('0001_first', 'CREATE TABLE a (x int);', "SELECT 'a must have a key' AS fault");
    await expect(run()).rejects.toThrow('Migration 0001_first failed: check_after.sql found');
    await expect(run()).rejects.toThrow('a must have a key');
    expect(await tables()).toEqual([]);
  });

  it('lets one of several runners do the work and the others find it done', async () => {
    await folder('0001_first', 'CREATE TABLE a (x int); SELECT pg_sleep(0.2);');
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports.flatMap(({ applied }) => applied)).toEqual(['0001_first']);
  });

  it('refuses a migration that was put in before one that has run', async () => {
    await folder('0002_second', 'CREATE TABLE b (x int);');
    await run();
    await folder('0001_late', 'CREATE TABLE a (x int);');
    await expect(run()).rejects.toThrow('0001_late');
  });

  it.each([
    ['two folders of one number', ['0001_a', '0001_b'], 'numbered 0001'],
    ['a name that does not sort', ['1-first'], 'NNNN_lower_case'],
  ])('refuses %s', async (_what, names, message) => {
    for (const name of names) await folder(name, 'SELECT 1;');
    await expect(run()).rejects.toThrow(message);
  });

  it('refuses a migration without a check', async () => {
    await mkdir(join(directory, '0001_first'));
    await writeFile(join(directory, '0001_first', 'up.sql'), 'SELECT 1');
    await expect(run()).rejects.toThrow('check_after.sql');
  });

  it('gives up waiting for a runner that hangs', async () => {
    await folder('0001_first', 'CREATE TABLE a (x int);');
    await folder('0002_slow', 'SELECT pg_sleep(1.5);');
    const hanging = run();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expect(run(100)).rejects.toThrow('lock timeout');
    await hanging;
  });
});
