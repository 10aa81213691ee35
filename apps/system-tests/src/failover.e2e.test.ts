/** The primary dies, its standby is promoted, and the worker goes on there: from the slot's copy, or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, parseEventId } from '@vf/contracts';
import { deleteTopicsWithPrefix, eventually, readTopic, uniqueTopicPrefix } from '@vf/testing';
import pg from 'pg';
import { launchWorker } from './pipelines-worker.fixture.js';
import { standbyPair, type StandbyPair } from './standby-pair.fixture.js';
import { switchableRelay, type SwitchableRelay } from './switchable-relay.fixture.js';

const SCHEMA = `
  CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
  CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL);
  ALTER TABLE item REPLICA IDENTITY FULL;
  ALTER TABLE note REPLICA IDENTITY FULL;
  CREATE PUBLICATION shop_capture FOR TABLE item;
  CREATE PUBLICATION note_capture FOR TABLE note;`;

const PIPELINES = [
  { name: 'shop', publication: 'shop_capture', 'slot.failover': true },
  { name: 'notes', publication: 'note_capture' },
];

const SHOP_IN_EPOCH_2 = /vf_capture_epoch\{pipeline="shop".*\} 2\n/;

const patience = { timeoutMs: 30_000, intervalMs: 100 };

let prefix: string;
let pair: StandbyPair;
let relay: SwitchableRelay;

beforeEach(async () => {
  prefix = uniqueTopicPrefix();
  pair = await standbyPair(SCHEMA);
  relay = await switchableRelay(pair.primary.port);
}, 60_000);

afterEach(async () => {
  await relay[Symbol.asyncDispose]();
  await pair[Symbol.asyncDispose]();
  await deleteTopicsWithPrefix(prefix);
}, 30_000);

function launch(program: 'main' | 'init', args: readonly string[] = []) {
  const url = new URL(pair.primary.url);
  url.port = String(relay.port);
  return launchWorker({ program, args, pipelines: PIPELINES, databaseUrl: url.href, prefix });
}

/** Commits one row after the other, until the server is gone. */
async function writeUntilCut(): Promise<void> {
  const client = new pg.Client({ connectionString: pair.primary.url });
  client.on('error', () => undefined);
  await client.connect();
  for (let id = 1; ; id += 1) {
    try {
      await client.query(`INSERT INTO item VALUES (${String(id)}, 'before')`);
    } catch {
      return;
    }
    await sleep(2);
  }
}

/** The standby's copy of the slot would outlive the primary. */
async function slotIsCopied(): Promise<void> {
  const copied = async () => {
    // Lets the copy catch up with what the primary still keeps; a server does it by itself every 15 s.
    await pair.primary.query('SELECT pg_log_standby_snapshot()');
    const copies = await pair.standby.query('SELECT slot_name, synced, temporary FROM pg_replication_slots');
    expect(copies).toEqual([{ slot_name: 'vf_shop', synced: true, temporary: false }]);
  };
  await eventually(copied, patience);
}

/** Event ids by key, each once, in the order of their first record. */
async function idsByKey(table: string): Promise<Map<string, string[]>> {
  const ids = new Map<string, string[]>();
  for (const { key, headers } of await readTopic(`${prefix}.public.${table}`)) {
    const of = ids.get(key ?? '') ?? [];
    ids.set(key ?? '', [...new Set([...of, headers[EVENT_ID_HEADER] ?? ''])]);
  }
  return ids;
}

const keysOf = async (table: string) => [...(await idsByKey(table)).keys()].sort();

async function expectEachChangeOnce(): Promise<void> {
  const rows = await pair.standby.query('SELECT id, name FROM item ORDER BY id');
  const ids = await idsByKey('item');
  // Not one more either: what the promoted server does not have was not published.
  expect(await keysOf('item')).toEqual(rows.map(({ id }) => `{"id":${String(id)}}`).sort());
  for (const { id, name } of rows) {
    const ofRow = ids.get(`{"id":${String(id)}}`) ?? [];
    const epochs = ofRow.map((text) => parseEventId(text).epoch);
    expect([id, epochs]).toEqual([id, [name === 'before' ? 1 : 2]]);
  }
}

describe('a worker whose primary is lost', () => {
  it('goes on at the promoted standby in the next epoch, and stops where the standby has no slot', async () => {
    await using worker = await launch('main');
    await eventually(async () => expect(await worker.get('readyz')).toMatchObject({ status: 200 }), patience);
    await pair.primary.query(`INSERT INTO note VALUES (1, 'before')`);
    const writing = writeUntilCut();
    await slotIsCopied();
    await pair.killPrimary();
    await writing;

    // Turned to it too early, the worker waits for the promotion.
    relay.turnTo(pair.standby.port);
    const waits = async () => expect((await worker.get('readyz')).body).toContain('the server is a standby');
    await eventually(waits, patience);
    await pair.standby.query('SELECT pg_promote()');

    await pair.standby.query(`INSERT INTO item SELECT n, 'after' FROM generate_series(1000001, 1000100) n`);
    await eventually(async () => expect(await idsByKey('item')).toHaveProperty('size', await rowsOf('item')), patience);
    await expectEachChangeOnce();

    await eventually(() => expect(worker.output()).toContain('"code":"slot-missing"'), patience);
    expect(worker.output()).toContain('node apps/cdc-worker/dist/init.js --new-epoch notes');
    expect((await worker.get('metrics')).body).toMatch(SHOP_IN_EPOCH_2);
    await pair.standby.query(`INSERT INTO note VALUES (2, 'after')`);
    expect(await keysOf('note')).toEqual(['{"id":1}']);
    worker.child.kill('SIGTERM');
    await worker.exited;

    // What the stop tells to do.
    await using repair = await launch('init', ['--new-epoch', 'notes']);
    expect([await repair.exited, repair.output()]).toEqual([0, expect.stringContaining('"epoch":2')]);
    await using again = await launch('main');
    await eventually(async () => expect(await keysOf('note')).toEqual(['{"id":1}', '{"id":2}']), patience);
    await eventually(async () => expect((await again.get('metrics')).body).toMatch(SHOP_IN_EPOCH_2), patience);
    await expectEachChangeOnce();
  }, 120_000);
});

async function rowsOf(table: string): Promise<number> {
  const rows = await pair.standby.query(`SELECT count(*)::int AS rows FROM ${table}`);
  return Number(rows[0]?.['rows']);
}
