import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import { discoverTables } from './discover-tables.js';

let source: SourceDatabase;

beforeEach(async () => {
  source = await sourceDatabase();
});
afterEach(async () => {
  await source[Symbol.asyncDispose]();
});

const discover = (publication: string) =>
  discoverTables({ connectionString: source.captureUrl, applicationName: 'test' }, publication);

describe('the tables of a publication', () => {
  it('come with their published columns and what identifies a row', async () => {
    await source.query(`
      CREATE SCHEMA "Odd.One";
      CREATE TABLE "Odd.One"."a ""b"" é" (x int, "Y" int, z int, PRIMARY KEY ("Y", x));
      CREATE TABLE unique_key (a int, b int NOT NULL, c int NOT NULL, UNIQUE (a), UNIQUE (c, b));
      CREATE TABLE by_identity (a int NOT NULL UNIQUE, b int NOT NULL);
      CREATE UNIQUE INDEX zz ON by_identity (b);
      ALTER TABLE by_identity REPLICA IDENTITY USING INDEX zz;
      CREATE TABLE partial_key (a int NOT NULL, b int NOT NULL);
      CREATE UNIQUE INDEX ON partial_key (a) WHERE b > 0;
      CREATE UNIQUE INDEX ON partial_key ((a + b));
      CREATE TABLE narrow (id int PRIMARY KEY, secret text, shown text);
      CREATE PUBLICATION many FOR TABLE "Odd.One"."a ""b"" é", unique_key, by_identity, partial_key, narrow (id, shown);`);
    expect(await discover('many')).toEqual([
      { schema: 'Odd.One', table: 'a "b" é', columns: ['x', 'Y', 'z'], key: ['Y', 'x'] },
      { schema: 'public', table: 'by_identity', columns: ['a', 'b'], key: ['b'] },
      { schema: 'public', table: 'narrow', columns: ['id', 'shown'], key: ['id'] },
      { schema: 'public', table: 'partial_key', columns: ['a', 'b'], key: [] },
      { schema: 'public', table: 'unique_key', columns: ['a', 'b', 'c'], key: ['c', 'b'] },
    ]);
  });

  it('are the leaves of a partitioned table, or its root when the publication says so', async () => {
    await source.query(`
      CREATE TABLE event (id int, day int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
      CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (10);
      CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (10) TO (20);
      CREATE PUBLICATION leaves FOR TABLE event;
      CREATE PUBLICATION roots FOR TABLE event WITH (publish_via_partition_root);`);
    const names = async (publication: string) => (await discover(publication)).map(({ table, key }) => [table, key]);
    expect(await names('leaves')).toEqual([
      ['event_1', ['day', 'id']],
      ['event_2', ['day', 'id']],
    ]);
    expect(await names('roots')).toEqual([['event', ['day', 'id']]]);
  });

  it('of a publication that is not there are a typed stop', async () => {
    await expect(discover('none')).rejects.toMatchObject({ code: 'publication-missing' });
  });
});
