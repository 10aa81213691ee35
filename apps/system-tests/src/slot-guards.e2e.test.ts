import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteTopicsWithPrefix, eventually, readTopic, uniqueTopicPrefix } from '@vf/testing';
import pg from 'pg';
import { boundedServer, type BoundedServer } from './bounded-server.fixture.js';
import { launchWorker } from './pipelines-worker.fixture.js';

let prefix: string;
let server: BoundedServer;

beforeEach(async () => {
  prefix = uniqueTopicPrefix();
  server = await boundedServer('64MB');
}, 60_000);

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await deleteTopicsWithPrefix(prefix);
}, 30_000);

const launch = (program: 'main' | 'init', args: readonly string[] = []) =>
  launchWorker({
    program,
    args,
    pipelines: [{ name: 'shop', publication: 'shop_capture' }],
    databaseUrl: server.url,
    prefix,
  });

const patience = { timeoutMs: 20_000 };

describe('the slot of a worker', () => {
  it('is watched from half of its limit on, and its loss is a typed stop whose repair works', async () => {
    {
      await using worker = await launch('main');
      await eventually(async () => expect(await worker.get('readyz')).toMatchObject({ status: 200 }), patience);

      // An open transaction keeps the log that it began in, however well the worker streams.
      const holder = new pg.Client({ connectionString: server.url });
      await holder.connect();
      await holder.query(`BEGIN; INSERT INTO item VALUES (1, 'held')`);
      await server.writeSegments(3);
      const atRisk = /vf_capture_slot_at_risk\{pipeline="shop".*\} 1\n/;
      await eventually(async () => expect((await worker.get('metrics')).body).toMatch(atRisk), patience);
      await eventually(async () => {
        const { status, body } = await worker.get('readyz');
        expect([status, body]).toEqual([200, expect.stringContaining('max_slot_wal_keep_size is 64 MB')]);
      }, patience);
      expect(worker.output()).toContain('the slot is at risk');

      // The worker stands still while the server runs past the limit, and wakes to a slot that is gone.
      worker.child.kill('SIGSTOP');
      await server.writeSegments(6);
      await server.client.query('CHECKPOINT');
      const lost = `SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'vf_shop'`;
      await eventually(
        async () => expect((await server.client.query(lost)).rows).toEqual([{ wal_status: 'lost' }]),
        patience,
      );
      worker.child.kill('SIGCONT');
      expect(await worker.exited).toBe(1);
      expect(worker.output()).toContain('"code":"slot-invalidated"');
      expect(worker.output()).toContain('raise max_slot_wal_keep_size');
      expect(worker.output()).toContain('--new-epoch shop');
      await holder.end();
    }
    // What the stop tells to do.
    await using repair = await launch('init', ['--new-epoch', 'shop']);
    expect([await repair.exited, repair.output()]).toEqual([0, expect.stringContaining('"epoch":2')]);
    await using again = await launch('main');
    await eventually(async () => expect(await again.get('readyz')).toMatchObject({ status: 200 }), patience);
  }, 90_000);
});

describe('a server without logical decoding', () => {
  it('is a typed stop that says what to set, and nothing is published', async () => {
    await using plain = await boundedServer('64MB', { wal_level: 'replica' });
    await plain.client.query(`INSERT INTO item VALUES (1, 'there')`);
    await using worker = await launchWorker({
      program: 'main',
      pipelines: [{ name: 'shop', publication: 'shop_capture' }],
      databaseUrl: plain.url,
      prefix,
    });
    expect(await worker.exited).toBe(1);
    expect(worker.output()).toContain('"code":"server-not-logical"');
    expect(worker.output()).toContain('wal_level=replica. Set wal_level=logical and restart the database.');
    expect((await plain.client.query('SELECT FROM pg_replication_slots')).rowCount).toBe(0);
    expect(await readTopic(`${prefix}.public.item`)).toEqual([]);
  }, 60_000);
});
