import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER } from '@vf/contracts';
import type { CaptureLimits } from '../pipeline/pipeline-options.js';
import { initPipeline } from '../pipeline/init-pipeline.js';
import { PROGRESS_TOPIC, RecordingBroker } from '../pipeline/recording-broker.fixture.js';
import { ANNOUNCEMENTS, pipelineOptions, startPipeline, tables, THINGS } from '../pipeline/running-pipeline.fixture.js';
import { settles } from '../settles.fixture.js';
import { slotIsFree, sourceDatabase, withClient, type SourceDatabase } from '../source-database.fixture.js';
import type { TablePlan } from '../encode/table-plan.js';
import { compactedView, currentRows } from './compacted-view.fixture.js';

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  broker = new RecordingBroker(tables);
});

afterEach(async () => source[Symbol.asyncDispose]());

const small = { snapshotChunkRows: 50 };
const start = (limits: Partial<CaptureLimits> = small) => startPipeline(pipelineOptions(source, broker, limits));
type Running = ReturnType<typeof start>;

const insertThings = (from: number, to: number) =>
  source.query(`INSERT INTO thing SELECT n, 'owner' || n % 7, 'n' FROM generate_series(${from}, ${to}) n`);

const done = (running: Running, number = 1) =>
  settles(
    () =>
      expect(running.pipeline.snapshotStatus().find((one) => one.number === number)).toMatchObject({ state: 'done' }),
    30_000,
  );

const snapshotRows = () => broker.of(THINGS).filter(({ headers }) => SNAPSHOT_ID_HEADER in headers);

/** The table as the topic should have it. */
async function storedThings(): Promise<Map<string, Record<string, unknown>>> {
  const rows = await source.query<{ id: string; owner: string; note: string | null }>(
    'SELECT * FROM thing ORDER BY id',
  );
  return new Map(rows.map(({ id, owner, note }) => [`{"id":${id}}`, { id: Number(id), owner, note }]));
}

/** Writers that insert, change, move and delete rows until stopped. */
function startWriters(count: number) {
  let stopping = false;
  const write = (seed: number) =>
    withClient(source.database.url, async (client) => {
      for (let round = 0; !stopping; round += 1) {
        const id = 1 + ((seed * 7919 + round * 104_729) % 1_200);
        await client.query(`BEGIN;
          INSERT INTO thing VALUES (${id}, 'owner${id % 7}', 'new') ON CONFLICT (id) DO UPDATE SET note = 'w${round}';
          ${round % 5 === 0 ? `DELETE FROM thing WHERE id = ${(id * 3) % 1_200};` : ''}
          ${round % 7 === 0 ? `UPDATE thing SET id = id + 2000 WHERE id = ${(id * 5) % 1_200} AND NOT EXISTS (SELECT FROM thing t WHERE t.id = thing.id + 2000);` : ''}
          COMMIT`);
      }
    }).catch((err: unknown) => {
      // Two writers may meet on one key; that transaction is then not committed, which is as good.
      if (!String(err).match(/deadlock|duplicate key/)) throw err;
    });
  const running = Array.from({ length: count }, (_, seed) => write(seed + 1));
  return async () => {
    stopping = true;
    await Promise.all(running);
  };
}

/** Until the stream has passed all that is committed. */
async function caughtUp(): Promise<void> {
  const note = `end ${Math.random()}`;
  await source.query(
    `INSERT INTO thing VALUES (9999999, 'o', '${note}') ON CONFLICT (id) DO UPDATE SET note = '${note}'`,
  );
  await settles(() => expect(broker.of(THINGS).some(({ value }) => value?.includes(note))).toBe(true), 20_000);
}

describe('an initial snapshot', () => {
  it('publishes the rows that were there before the slot, under ids of their own', async () => {
    await insertThings(1, 120);
    await source.query(
      `INSERT INTO announcement (about, owner, payload) VALUES ('k', 'a', '{"n": 1}'), ('k', 'a', '{"n": 2}')`,
    );
    await using running = start();
    await done(running);
    expect(compactedView(broker.of(THINGS))).toEqual(await storedThings());
    expect(broker.values(ANNOUNCEMENTS)).toEqual([{ n: 1 }, { n: 2 }]);
    const [first] = broker.of(THINGS);
    expect(first?.headers).toEqual({ [SNAPSHOT_ID_HEADER]: '00000001-00000001-public.thing/{"id":1}' });
    expect(first?.headers).not.toHaveProperty(EVENT_ID_HEADER);
    const values = broker.values(THINGS) as { op: string; before: unknown; source: { snapshot: string } }[];
    expect(values.every(({ op, before }) => op === 'r' && before === null)).toBe(true);
    expect(values[0]?.source).toMatchObject({ snapshot: 'first', event_id: null, txId: null });
    expect(values.slice(1, -1).every(({ source: { snapshot } }) => snapshot === 'true')).toBe(true);
    expect(values.at(-1)?.source.snapshot).toMatch(/^last/);
    expect(running.pipeline.snapshotStatus()).toMatchObject([{ number: 1, kind: 'initial', rowsDone: 122 }]);
  });

  it('marks its last row as the last although the tables after it are empty', async () => {
    await insertThings(1, 3);
    await using running = start({ snapshotChunkRows: 2, snapshotTables: 1 });
    await done(running);
    const values = broker.values(THINGS) as { source: { snapshot: string } }[];
    expect(values.map(({ source: { snapshot } }) => snapshot)).toEqual(['first', 'true', 'last']);
  });

  it('is incomplete in progress records until its last row is before them', async () => {
    await insertThings(1, 500);
    await using running = start();
    await done(running);
    await settles(() => expect(broker.values(PROGRESS_TOPIC).at(-1)).toMatchObject({ snapshot: { complete: true } }));
    let rows = 0;
    for (const record of broker.records) {
      if (record.topic === THINGS) rows += 1;
      if (record.topic !== PROGRESS_TOPIC) continue;
      const { snapshot } = JSON.parse(String(record.value)) as { snapshot: { complete: boolean } };
      if (snapshot.complete) expect(rows).toBe(500);
    }
  });

  it('ends under live writes with the topic as the table is, cut and started again half way', async () => {
    await insertThings(1, 1_000);
    const stopWriters = startWriters(3);
    for (const rows of [150, 450]) {
      await using running = start();
      await settles(() => expect(snapshotRows().length).toBeGreaterThan(rows), 20_000);
      expect(running.pipeline.snapshotStatus()[0]?.state).toBe('running');
    }
    await using running = start();
    await done(running);
    await stopWriters();
    await caughtUp();
    expect(compactedView(broker.of(THINGS))).toEqual(await storedThings());
    // It went on from its cursor: what was read again is a chunk or two of each life.
    expect(snapshotRows().length).toBeLessThan(1_000 + 2 * 3 * small.snapshotChunkRows + 200);
  }, 40_000);

  it('is not needed over empty tables', async () => {
    await using running = start();
    await settles(() => expect(broker.of(PROGRESS_TOPIC).length).toBeGreaterThan(0));
    expect(running.pipeline.snapshotStatus()).toEqual([]);
    expect(broker.values(PROGRESS_TOPIC)[0]).toMatchObject({ snapshot: { complete: true, current: null } });
  });

  it('reads along a key of several columns, whatever their types and names', async () => {
    await source.query(`ALTER TABLE thing DROP CONSTRAINT thing_pkey;
      ALTER TABLE thing RENAME note TO "No ""te"; UPDATE thing SET "No ""te" = '';
      INSERT INTO thing SELECT n / 10, 'o''' || n % 10, n FROM generate_series(0, 299) n;
      ALTER TABLE thing ADD PRIMARY KEY (owner, id)`);
    const [thing] = tables;
    const composite = thing?.mode === 'envelope' ? [{ ...thing, key: ['owner', 'id'] }, ...tables.slice(1)] : [];
    const options = { ...pipelineOptions(source, broker, { snapshotChunkRows: 7 }), tables: composite };
    await using running = startPipeline(options);
    await done(running);
    expect(new Set(broker.of(THINGS).map(({ key }) => String(key))).size).toBe(300);
    expect(broker.of(THINGS)).toHaveLength(300);
  });
});

describe('an ad-hoc snapshot', () => {
  it('reads a range of keys again, and pauses and resumes between chunks', async () => {
    await using running = start({ snapshotChunkRows: 5 });
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    await insertThings(1, 2_000);
    await caughtUp();
    const range = { schema: 'public', table: 'thing', from: ['11'], to: ['1990'] };
    const number = await running.pipeline.requestSnapshot({ tables: [range] });
    await settles(() => expect(snapshotRows().length).toBeGreaterThan(20));
    await running.pipeline.pauseSnapshot(number);
    await settles(() => expect(running.pipeline.snapshotStatus()[0]).toMatchObject({ state: 'paused' }));
    const second = await running.pipeline.requestSnapshot({
      tables: [{ schema: 'public', table: 'thing', to: ['3'] }],
    });
    await done(running, second);
    const paused = snapshotRows().length;
    expect(paused).toBeLessThan(1_980);
    await running.pipeline.resumeSnapshot(number);
    await done(running, number);
    const ids = snapshotRows().map(({ headers }) => headers[SNAPSHOT_ID_HEADER] ?? '');
    expect(ids.filter((id) => id.startsWith('00000001-00000001'))).toHaveLength(1_980);
    expect(ids.filter((id) => id.startsWith('00000001-00000002'))).toHaveLength(3);
    const values = broker.values(THINGS) as { op: string; source: { snapshot: string } }[];
    expect(new Set(values.map(({ op, source: { snapshot } }) => `${op} ${snapshot}`))).toEqual(
      new Set(['c false', 'r incremental']),
    );
    // The topics were complete before, and are meanwhile.
    const progress = broker.values(PROGRESS_TOPIC) as { snapshot: { complete: boolean } }[];
    expect(progress.every(({ snapshot }) => snapshot.complete)).toBe(true);
  });

  it('publishes no row twice when its own connection is lost while the broker is away', async () => {
    await using running = start({ snapshotChunkRows: 5 });
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    await insertThings(1, 6_000);
    await caughtUp();
    await running.pipeline.requestSnapshot({ tables: [{ schema: 'public', table: 'thing', to: ['6000'] }] });
    await settles(() => expect(snapshotRows().length).toBeGreaterThan(10));
    broker.goAway();
    await settles(() => expect(running.pipeline.status.queuedBytes).toBeGreaterThan(0));
    await source.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'test' AND backend_type = 'client backend'`);
    const interrupted = expect.stringContaining('waits after an error');
    await settles(() => expect(running.pipeline.snapshotStatus()[0]).toMatchObject({ detail: interrupted }));
    // Time for the attempts that must not be made yet.
    await sleep(1_500);
    broker.comeBack();
    await done(running);
    expect(snapshotRows()).toHaveLength(6_000);
    expect(running.pipeline.status.reconnects).toBe(0);
  }, 60_000);

  it('is refused where it could not be carried out', async () => {
    await using running = start();
    const ask = (table: object) =>
      running.pipeline.requestSnapshot({ tables: [{ schema: 'public', table: 'thing', ...table }] });
    await expect(ask({})).rejects.toMatchObject({ code: 'not-streaming' });
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    await expect(ask({ table: 'unlisted' })).rejects.toMatchObject({ code: 'unknown-table' });
    await expect(ask({ from: ['1', '2'] })).rejects.toMatchObject({ code: 'bad-range' });
    await expect(running.pipeline.pauseSnapshot(9)).rejects.toMatchObject({ code: 'unknown-snapshot' });
    const number = await ask({ from: ['no number'] });
    await settles(() => expect(running.pipeline.snapshotStatus()[0]).toMatchObject({ number, state: 'failed' }));
    await expect(running.pipeline.stopSnapshot(number)).rejects.toMatchObject({ code: 'wrong-state' });
    await source.query('ALTER TABLE thing DROP CONSTRAINT thing_pkey');
    await expect(ask({})).rejects.toMatchObject({ code: 'no-primary-key' });
  });
});

describe('a repair', () => {
  const ROWS = 't.rows.thing';
  const flat: TablePlan = {
    mode: 'rows',
    schema: 'public',
    table: 'thing',
    topic: ROWS,
    partitions: 4,
    key: ['id'],
    routedBy: 'owner',
  };
  const both = [...tables, flat];
  const options = () => ({ ...pipelineOptions(source, broker, small), tables: both });

  it('reads every table again and deletes the keys that vanished, in each family of topics', async () => {
    broker = new RecordingBroker(both);
    {
      await using running = startPipeline(options());
      await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
      await insertThings(1, 300);
      await source.query('DELETE FROM thing WHERE id = 7');
      await caughtUp();
    }
    await slotIsFree(source);
    await source.query(`SELECT pg_drop_replication_slot('${source.slot}')`);
    // What no slot ever sends.
    await source.query(`DELETE FROM thing WHERE id % 10 = 0; UPDATE thing SET note = 'changed' WHERE id % 10 = 1`);
    await insertThings(301, 310);
    const signal = AbortSignal.timeout(20_000);
    await initPipeline(options(), { signal, beginNewEpoch: true });
    const before = broker.of(THINGS).length;
    await using running = startPipeline(options());
    await insertThings(20, 20);
    await done(running);
    await caughtUp();
    expect(compactedView(broker.of(THINGS))).toEqual(await storedThings());
    expect(currentRows(broker.of(ROWS))).toEqual(await storedThings());
    const deletes = broker
      .of(THINGS)
      .slice(before)
      .filter(({ value, headers }) => value && SNAPSHOT_ID_HEADER in headers && String(value).includes('"op":"d"'));
    expect(deletes).toHaveLength(29);
    expect(JSON.parse(String(deletes[0]?.value))).toMatchObject({ before: { note: 'n' }, after: null });
    // Its tombstone follows each delete in the partition.
    expect(broker.of(THINGS).filter(({ value }) => value === null)).toHaveLength(1 + 29);
    await settles(() =>
      expect(broker.values(PROGRESS_TOPIC).at(-1)).toMatchObject({ epoch: 2, snapshot: { complete: true } }),
    );
  }, 30_000);
});
