import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteTopicsWithPrefix, eventually, readTopic, uniqueTopicPrefix, type TestDatabase } from '@vf/testing';
import { shopSource, withClient } from './source-databases.fixture.js';
import { startWorker, workerSettings, type Settings } from './worker-process.fixture.js';

let prefix: string;
let shop: TestDatabase;
let branch: TestDatabase;

beforeEach(async () => {
  prefix = uniqueTopicPrefix();
  [shop, branch] = [await shopSource.create(), await shopSource.create()];
});

afterEach(async () => {
  await Promise.all([shop[Symbol.asyncDispose](), branch[Symbol.asyncDispose]()]);
  await deleteTopicsWithPrefix(prefix);
});

function settingsFor(pipelines: readonly object[]): Settings {
  const path = join(mkdtempSync(join(tmpdir(), 'vf-pipelines-')), 'pipelines.json');
  writeFileSync(path, JSON.stringify({ pipelines }));
  return workerSettings(prefix, {
    PIPELINES_FILE: path,
    SHOP_DATABASE_URL: shop.urlFor('capture_service'),
    BRANCH_DATABASE_URL: branch.urlFor('capture_service'),
  });
}

const query = (database: TestDatabase, sql: string) => withClient(database.url, (client) => client.query(sql));

/** Keys of a topic once it has that many records. */
async function keysOf(topic: string, count: number): Promise<(string | null)[]> {
  return eventually(
    async () => {
      const records = await readTopic(topic);
      if (records.length < count) throw new Error(`${topic} has ${String(records.length)} records`);
      return records.map(({ key }) => key);
    },
    { timeoutMs: 20_000, intervalMs: 200 },
  );
}

const BRANCH_STREAMS = /vf_capture_streaming\{pipeline="branch".*\} 1\n/;

describe('a worker with PIPELINES_FILE', () => {
  it('streams every table of each database’s publication, keyed as the catalogue says', async () => {
    const settings = settingsFor([
      { name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture' },
      {
        name: 'branch',
        database: 'BRANCH_DATABASE_URL',
        publication: 'shop_capture',
        'topic.prefix': `${prefix}.branch`,
        'message.key.columns': 'public.item:name',
        topics: { partitions: 1, config: { 'cleanup.policy': 'compact' } },
      },
    ]);
    await using worker = await startWorker(settings);
    await worker.ready();
    await query(shop, `INSERT INTO item VALUES (1, 'tea'); INSERT INTO stock VALUES (1, 'kigali', 5)`);
    await query(branch, `INSERT INTO item VALUES (2, 'milk')`);
    expect(await keysOf(`${prefix}.public.item`, 1)).toEqual(['{"id":1}']);
    expect(await keysOf(`${prefix}.public.stock`, 1)).toEqual(['{"place":"kigali","item_id":1}']);
    expect(await keysOf(`${prefix}.branch.public.item`, 1)).toEqual(['{"name":"milk"}']);
  }, 30_000);

  it('carries a table that joins the publication while it streams', async () => {
    const settings = settingsFor([{ name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture' }]);
    await using worker = await startWorker(settings);
    await worker.ready();
    await query(shop, `INSERT INTO item VALUES (1, 'tea')`);
    await query(
      shop,
      `CREATE TABLE late (id int PRIMARY KEY); ALTER TABLE late REPLICA IDENTITY FULL; GRANT SELECT ON late TO capture_service;
       ALTER PUBLICATION shop_capture ADD TABLE late; INSERT INTO late VALUES (7); INSERT INTO item VALUES (2, 'milk');`,
    );
    expect(await keysOf(`${prefix}.public.late`, 1)).toEqual(['{"id":7}']);
    // The session that met the table ended there: what it had published may be there twice, and is dropped by its id.
    await eventually(
      async () => {
        const keys = await keysOf(`${prefix}.public.item`, 2);
        expect(new Set(keys)).toEqual(new Set(['{"id":1}', '{"id":2}']));
      },
      { timeoutMs: 10_000 },
    );
  }, 30_000);

  it('stops a pipeline whose topic is not as declared, and goes on with the other', async () => {
    const declared = { publication: 'shop_capture', carry: 'listed' };
    const topics = (partitions: number) => ({ topics: { partitions } });
    const shopPipeline = { ...declared, ...topics(2), name: 'shop', database: 'SHOP_DATABASE_URL' };
    {
      await using first = await startWorker(settingsFor([{ ...shopPipeline, tables: [{ table: 'public.item' }] }]));
      await first.ready();
    }
    const other = {
      ...declared,
      name: 'branch',
      database: 'BRANCH_DATABASE_URL',
      'topic.prefix': `${prefix}.b`,
      tables: [{ table: 'public.item' }],
    };
    const changed = { ...shopPipeline, ...topics(3), tables: [{ table: 'public.item' }] };
    await using second = await startWorker(settingsFor([changed, other]));
    await eventually(async () => expect((await second.get('/metrics'))?.body).toMatch(BRANCH_STREAMS), {
      timeoutMs: 20_000,
    });
    await query(branch, `INSERT INTO item VALUES (2, 'milk')`);
    expect(await keysOf(`${prefix}.b.public.item`, 1)).toEqual(['{"id":2}']);
    expect(second.output()).toContain('"code":"topic-differs"');
    await eventually(async () => expect((await second.get('/readyz'))?.body).toContain('declared are 3'));
  }, 30_000);

  it('keeps streaming past a row that its topic does not take, and says so', async () => {
    const config = { 'max.message.bytes': '2000' };
    const tables = [{ table: 'public.item', config }];
    const settings = settingsFor([
      { name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture', tables },
    ]);
    await using worker = await startWorker(settings);
    await worker.ready();
    await query(
      shop,
      `INSERT INTO item VALUES (1, repeat('x', 5000)), (2, 'tea'); UPDATE item SET id = 3 WHERE id = 2`,
    );
    expect(await keysOf(`${prefix}.public.item`, 4)).toEqual(['{"id":2}', '{"id":2}', '{"id":2}', '{"id":3}']);
    const [letter] = await readTopic(`${prefix}.dead-letters.capture`);
    expect(JSON.parse(letter?.value ?? '')).toMatchObject({ key: '{"id":1}', reason: 'oversize', limit_bytes: 2000 });
    await eventually(async () => expect((await worker.get('/readyz'))?.body).toContain('in the dead letters'));
    expect((await worker.get('/metrics'))?.body).toMatch(/vf_capture_dead_letters_total\{pipeline="shop".*\} 1\n/);
  }, 30_000);
});
