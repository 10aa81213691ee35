import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '@vf/local';
import {
  deleteTopicsWithPrefix,
  eventually,
  templateDatabase,
  testKafka,
  uniqueTopicPrefix,
  withConnection,
  type TestDatabase,
} from '@vf/testing';
import { startBuilt, type BuiltProgram } from './built-program.fixture.js';

const ROWS = 1_500;
const TOKENS = { operator: 'operator-token', reader: 'reader-token' };
const soon = { timeoutMs: 40_000, intervalMs: 200 };

/** Two pipelines over one database; the publication of the second is not there yet. */
const source = templateDatabase({
  name: 'capture_cli',
  inputs: [fileURLToPath(import.meta.url)],
  prepare: (url) =>
    withConnection(async (client) => {
      await client.query(`
        CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
        CREATE TABLE stock (place text, item_id int, count int NOT NULL, PRIMARY KEY (place, item_id));
        ALTER TABLE item REPLICA IDENTITY FULL;
        ALTER TABLE stock REPLICA IDENTITY FULL;
        GRANT SELECT ON item, stock TO capture_service;
        CREATE PUBLICATION shop_capture FOR TABLE item;`);
    }, url),
});

let database: TestDatabase;
let prefix: string;
let worker: BuiltProgram;
let url: string;

beforeEach(async () => {
  prefix = uniqueTopicPrefix();
  database = await source.create();
  const [admin = 0, ops = 0] = await freePorts(2);
  url = `http://127.0.0.1:${admin}`;
  worker = startWorker(admin, ops);
}, 60_000);

afterEach(async () => {
  await worker[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await deleteTopicsWithPrefix(prefix);
}, 30_000);

function startWorker(admin: number, ops: number): BuiltProgram {
  const path = join(mkdtempSync(join(tmpdir(), 'vf-cli-')), 'pipelines.json');
  const pipeline = (name: string) => ({ name, database: 'SHOP_DATABASE_URL', publication: `${name}_capture` });
  writeFileSync(path, JSON.stringify({ pipelines: [pipeline('shop'), pipeline('stock')] }));
  const hashed = (token: string) => createHash('sha256').update(token).digest('hex');
  return startBuilt('apps/cdc-worker/dist/main.js', [], {
    PIPELINES_FILE: path,
    SHOP_DATABASE_URL: database.urlFor('capture_service'),
    KAFKA_BROKERS: testKafka().brokers.join(','),
    TOPIC_PREFIX: prefix,
    SLOT_PREFIX: prefix,
    HEARTBEAT_INTERVAL_MS: '200',
    ACKNOWLEDGE_INTERVAL_MS: '200',
    SNAPSHOT_CHUNK_ROWS: '20',
    OPS_PORT: String(ops),
    ADMIN_PORT: String(admin),
    API_TOKENS: `o:operator:${hashed(TOKENS.operator)},r:reader:${hashed(TOKENS.reader)}`,
  });
}

const query = (sql: string) => withConnection((client) => client.query(sql), database.url);

const start = (words: string, token = TOKENS.operator) =>
  startBuilt('tools/cli/dist/main.js', ['capture', ...words.split(' ')], {
    VENDORFLOW_CAPTURE_URL: url,
    VENDORFLOW_TOKEN: token,
  });

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Each line of the output, when it is JSON. */
  readonly json: unknown[];
}

async function vendorflow(words: string, token?: string): Promise<Ran> {
  await using program = start(words, token);
  const code = await program.exited;
  const json = words.includes('--json') ? jsonLines(program.stdout()) : [];
  return { code, out: program.stdout(), err: program.stderr(), json };
}

const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const done = (answer: object) => ({ code: 0, err: '', json: [expect.objectContaining(answer)] });
const refused = (code: string) => ({ code: 1, err: expect.stringContaining(code) });

const streams = (pipeline: string, more: object = {}) =>
  eventually(async () => {
    const status = await vendorflow(`status ${pipeline} --json`);
    expect(status).toMatchObject(done({ phase: 'streaming', ...more }));
  }, soon);

describe('the command line', () => {
  it('shows pipelines, and pauses and resumes them', async () => {
    await streams('shop');
    await query(`INSERT INTO item VALUES (1, 'one')`);
    await eventually(async () => {
      const { out } = await vendorflow('status');
      expect(out).toMatch(new RegExp(`shop .* streaming .* ${prefix}_shop .* ago`));
      expect(out).toContain('stock stopped (publication-missing)');
    }, soon);
    const { code, out } = await vendorflow('status shop', TOKENS.reader);
    expect([code, out]).toEqual([0, expect.stringMatching(/worker memory +│ \d.* MiB/)]);
    expect(await vendorflow('pause shop --json')).toMatchObject(done({ phase: 'paused' }));
    expect(await vendorflow('status --json')).toMatchObject(
      done({ data: [expect.objectContaining({ paused: true }), expect.anything()] }),
    );
    expect(await vendorflow('resume shop --json')).toMatchObject(done({ paused: false }));
    expect(await vendorflow('position shop --json')).toMatchObject(done({ pipeline: 'shop', epoch: 1 }));
    expect(await vendorflow('position stock')).toMatchObject(refused('position_not_recorded'));
    expect(await vendorflow('position shop')).toMatchObject({
      code: 0,
      out: expect.stringContaining('durable before'),
    });
  }, 120_000);

  it('reads tables again, and follows that to its end', async () => {
    await streams('shop');
    expect(await vendorflow('snapshot list shop --watch')).toMatchObject({
      code: 0,
      out: expect.stringContaining('There is no snapshot of shop.'),
    });
    await query(`INSERT INTO item SELECT n, 'item' FROM generate_series(1, ${ROWS}) n`);
    const followed = await vendorflow('snapshot shop --tables item --from 11 --to 1410 --watch 0.1 --json');
    expect(followed).toMatchObject({ code: 0, err: '' });
    expect(followed.json.at(-1)).toMatchObject({ number: 1, state: 'done', rows_done: 1_400 });
    const listed = await vendorflow('snapshot list shop 1');
    expect(listed).toMatchObject({ code: 0, out: expect.stringMatching(/public\.item .* done .* 1,400/) });

    // Nothing is read while the pipeline is paused, so that each command meets the snapshot as it was left.
    await vendorflow('pause shop');
    expect(await vendorflow('snapshot shop --json')).toMatchObject(done({ number: 2 }));
    expect(await vendorflow('snapshot pause shop 2 --json')).toMatchObject(done({ state: 'paused' }));
    expect(await vendorflow('snapshot resume shop 2 --json')).toMatchObject(done({ number: 2 }));
    expect(await vendorflow('snapshot cancel shop 2 --json')).toMatchObject(done({ state: 'stopped' }));
    expect(await vendorflow('snapshot pause shop 2')).toMatchObject(refused('snapshot_state_conflict'));
    expect(await vendorflow('snapshot list shop 2 --watch')).toMatchObject(refused('Snapshot 2 has stopped'));
    expect(await vendorflow('snapshot list shop 9')).toMatchObject(refused('snapshot_not_found'));
    expect(await vendorflow('snapshot shop --tables stock')).toMatchObject(refused('table_not_captured'));
    expect(await vendorflow('snapshot shop --tables item --from a b')).toMatchObject(refused('snapshot_range_invalid'));
  }, 120_000);

  it('drops a slot, makes it anew, and mends a stopped pipeline while its worker runs', async () => {
    await streams('shop');
    expect(await vendorflow('slot shop --json')).toMatchObject(done({ name: `${prefix}_shop`, active: true }));
    expect(await vendorflow('slot drop shop')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await vendorflow('slot drop shop --yes')).toMatchObject(refused('pipeline_not_paused'));
    expect(await vendorflow('slot create shop')).toMatchObject(refused('pipeline_not_stopped'));
    await vendorflow('pause shop');
    expect(await vendorflow('slot drop shop --yes --json')).toMatchObject(done({ dropped: true }));
    expect(await vendorflow('slot shop')).toMatchObject(refused('slot_not_found'));
    const stopped = await vendorflow('status shop');
    expect(stopped.out).toContain('Repair: Make a new one');
    expect(await vendorflow('slot create shop --json')).toMatchObject(done({ stop: null, epoch: 2 }));
    await streams('shop', { epoch: 2, paused: false });

    expect(await vendorflow('slot create stock')).toMatchObject(refused('pipeline_stopped'));
    await query('CREATE PUBLICATION stock_capture FOR TABLE stock');
    expect(await vendorflow('slot create stock')).toMatchObject({ code: 0, out: expect.stringContaining('Epoch 1') });
    await streams('stock', { stop: null });
  }, 120_000);

  it('tells what refused it, and who is not there', async () => {
    await streams('shop');
    expect(await vendorflow('status', 'nobody')).toMatchObject(refused('credentials_invalid'));
    expect(await vendorflow('pause shop', TOKENS.reader)).toMatchObject(refused('role_forbidden'));
    const unknown = await vendorflow('status none --json');
    expect(unknown).toMatchObject({ ...refused('pipeline_not_found'), json: [{ code: 'pipeline_not_found' }] });
    expect(await vendorflow('status none')).toMatchObject({ ...refused('pipeline_not_found'), out: '' });
    expect(await vendorflow('statos')).toMatchObject({ code: 2, out: '' });
    const [free = 0] = await freePorts(1);
    const away = await vendorflow(`status --url http://127.0.0.1:${free}`);
    expect(away).toMatchObject({ ...refused('is not reached: ECONNREFUSED'), out: '' });
  }, 120_000);

  it('watches until it is interrupted', async () => {
    await streams('shop');
    await using watching = start('status shop --watch 0.1 --json');
    await eventually(() => expect(jsonLines(watching.stdout()).length).toBeGreaterThan(2), soon);
    watching.child.kill('SIGINT');
    expect(await watching.exited).toBe(0);
    expect(watching.stderr()).toBe('');
  }, 120_000);
});
