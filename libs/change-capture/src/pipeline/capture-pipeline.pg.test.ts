import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import { eventually } from '@vf/testing';
import { parseLsn } from '../lsn.js';
import { settles } from '../settles.fixture.js';
import { confirmedLsn, sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import type { CaptureLimits } from './pipeline-options.js';
import { PROGRESS_TOPIC, RecordingBroker } from './recording-broker.fixture.js';
import { ANNOUNCEMENTS, pipelineOptions, startPipeline, tables, THINGS } from './running-pipeline.fixture.js';

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  broker = new RecordingBroker(tables);
});

afterEach(async () => source[Symbol.asyncDispose]());

const start = (limits?: Partial<CaptureLimits>) => startPipeline(pipelineOptions(source, broker, limits));

/** After the pause the rest of one chunk of the socket, 64 KiB of small rows, is still made into records. */
const SOCKET_CHUNK_AS_RECORDS = 1024 * 1024;

/** Ready means the slot exists: rows from now on are streamed. */
async function streaming(running: ReturnType<typeof start>): Promise<void> {
  await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
}

const insertThings = (from: number, to: number, note = 'n') =>
  source.query(`INSERT INTO thing SELECT n, 'owner' || n % 7, '${note}' FROM generate_series(${from}, ${to}) n`);

const thingIds = () => broker.values(THINGS).map((value) => (value['after'] as { id: number } | null)?.id);

describe('a pipeline', () => {
  it('carries rows and outbox messages of one transaction under ids that count all of its changes', async () => {
    await using running = start();
    await streaming(running);
    await source.query(`BEGIN;
      INSERT INTO thing VALUES (1, 'a', 'x');
      SELECT pg_logical_emit_message(true, 'other', 'program');
      INSERT INTO announcement (about, owner, payload) VALUES ('k', 'a', '{"n": 1}');
      DELETE FROM thing;
      COMMIT`);
    await settles(() => expect(broker.of(ANNOUNCEMENTS)).toHaveLength(1));
    const ids = [...broker.of(THINGS), ...broker.of(ANNOUNCEMENTS)].map(
      ({ headers }) => headers[EVENT_ID_HEADER] ?? '',
    );
    expect(ids.map((id) => id.slice(-8))).toEqual(['00000000', '00000006', '00000006', '00000004']);
    expect(new Set(ids.map((id) => id.slice(0, -8))).size).toBe(1);
    expect(broker.of(ANNOUNCEMENTS)[0]).toMatchObject({ key: Buffer.from('k'), value: Buffer.from('{"n": 1}') });
  });

  it('moves an idle slot, and progress with it, by its heartbeat', async () => {
    await using running = start();
    await streaming(running);
    const before = parseLsn(await confirmedLsn(source));
    await eventually(async () => expect(parseLsn(await confirmedLsn(source))).toBeGreaterThan(before));
    await settles(() => expect(broker.of(PROGRESS_TOPIC).length).toBeGreaterThan(1));
    expect(broker.of(THINGS)).toEqual([]);
    await settles(() => expect(running.pipeline.status.lagBytes).toBeLessThan(1024 * 1024));
  });

  it('spreads a large transaction over many publishes within its memory, and reports progress at its commit', async () => {
    const limits = { maxBatchBytes: 64 * 1024, highWaterBytes: 256 * 1024, heartbeatIntervalMs: 60_000 };
    await using running = start(limits);
    await streaming(running);
    await settles(() => expect(broker.of(PROGRESS_TOPIC).length).toBeGreaterThan(0));
    const [publishesBefore, progressBefore] = [broker.publishes.length, broker.of(PROGRESS_TOPIC).length];
    let mostBytes = 0;
    const watch = setInterval(() => (mostBytes = Math.max(mostBytes, running.pipeline.status.queuedBytes)), 1);
    await insertThings(1, 20_000, 'some text that takes place');
    await settles(() => expect(broker.of(THINGS)).toHaveLength(20_000), 20_000);
    clearInterval(watch);
    expect(thingIds()).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
    expect(broker.publishes.length - publishesBefore).toBeGreaterThan(50);
    await settles(() => expect(broker.of(PROGRESS_TOPIC)).toHaveLength(progressBefore + 1));
    expect(mostBytes).toBeLessThan(limits.highWaterBytes + SOCKET_CHUNK_AS_RECORDS);
  });

  it('goes on after its connections were cut, without a gap', async () => {
    await using running = start();
    await streaming(running);
    for (let round = 0; round < 4; round += 1) {
      await insertThings(round * 100 + 1, round * 100 + 100);
      await source.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'test'`);
    }
    await settles(() => expect(new Set(thingIds()).size).toBe(400), 20_000);
    expect(running.pipeline.status.reconnects).toBeGreaterThan(0);
  });

  it('outlives a broker that is away for longer than the server’s patience, with bounded memory', async () => {
    await source.query(`ALTER DATABASE ${source.database.name} SET wal_sender_timeout = '1s'`);
    const limits = { maxBatchBytes: 64 * 1024, highWaterBytes: 256 * 1024 };
    await using running = start(limits);
    await streaming(running);
    broker.goAway();
    for (let round = 0; round < 10; round += 1) {
      await insertThings(round * 1_000 + 1, round * 1_000 + 1_000);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(running.pipeline.status.publishRetries).toBeGreaterThan(0);
    expect(running.pipeline.status.queuedBytes).toBeLessThan(limits.highWaterBytes + SOCKET_CHUNK_AS_RECORDS);
    const confirmed = await confirmedLsn(source);
    broker.comeBack();
    await settles(() => expect(broker.of(THINGS)).toHaveLength(10_000), 20_000);
    expect(thingIds()).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    // Acknowledging went on meanwhile, and told nothing new.
    expect(running.pipeline.status.reconnects).toBe(0);
    await eventually(async () => expect(await confirmedLsn(source)).not.toBe(confirmed));
  }, 30_000);

  it('sends nothing again after an orderly stop', async () => {
    {
      await using running = start();
      await streaming(running);
      await insertThings(1, 500);
      await settles(() => expect(broker.of(THINGS).length).toBeGreaterThan(0));
    }
    await using running = start();
    await streaming(running);
    await settles(() => expect(broker.of(THINGS)).toHaveLength(500));
    expect(running.pipeline.status.epoch).toBe(1);
  });

  it('tells a truncate once, in the first partition and without a key', async () => {
    await using running = start();
    await streaming(running);
    await insertThings(1, 1);
    await source.query('TRUNCATE thing');
    await insertThings(2, 2);
    await settles(() => expect(thingIds()).toEqual([1, undefined, 2]));
    const [, truncate] = broker.of(THINGS);
    expect([truncate?.key, truncate?.partition]).toEqual([null, 0]);
    expect(broker.values(THINGS)[1]).toMatchObject({ before: null, after: null, op: 't', source: { table: 'thing' } });
  });

  it('follows a table that gets a column', async () => {
    await using running = start();
    await streaming(running);
    await insertThings(1, 1);
    await source.query(`ALTER TABLE thing ADD COLUMN extra boolean NOT NULL DEFAULT true`);
    await insertThings(2, 2);
    await settles(() => expect(broker.of(THINGS)).toHaveLength(2));
    expect(broker.values(THINGS)[1]).toMatchObject({ after: { id: 2, extra: true } });
  });
});
