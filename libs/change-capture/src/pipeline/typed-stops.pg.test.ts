import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CaptureStop, type CaptureStopCode } from '../capture-stop.js';
import { settles } from '../settles.fixture.js';
import {
  confirmedLsn,
  createSlot,
  slotIsFree,
  sourceDatabase,
  type SourceDatabase,
} from '../source-database.fixture.js';
import { initPipeline } from './init-pipeline.js';
import { RecordingBroker } from './recording-broker.fixture.js';
import { pipelineOptions, startPipeline, tables, THINGS } from './running-pipeline.fixture.js';

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  broker = new RecordingBroker(tables);
});

afterEach(async () => source[Symbol.asyncDispose]());

const options = () => pipelineOptions(source, broker);

/** Runs the pipeline until it stops by itself. */
async function stopCode(settings = options()): Promise<CaptureStopCode> {
  await using running = startPipeline(settings);
  const err: unknown = await running.over.catch((reason: unknown) => reason);
  if (!(err instanceof CaptureStop)) throw new Error(`no typed stop: ${String(err)}`);
  expect(running.pipeline.status).toMatchObject({ phase: 'stopped', detail: err.message });
  expect(err.message).toContain(err.repair);
  return err.code;
}

const insertThing = (id: number) => source.query(`INSERT INTO thing VALUES (${id}, 'o', 'n')`);

/** Makes the slot, carries one row, and ends. */
async function firstLife(): Promise<void> {
  await using running = startPipeline(options());
  await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
  await insertThing(1);
  await settles(() => expect(broker.of(THINGS)).toHaveLength(1));
}

/** As something else might have left it. */
async function rewritePosition(change: object): Promise<void> {
  const position = JSON.parse((await broker.readPosition('fixture')) ?? '') as object;
  const sink = await broker.openSink({
    pipeline: 'fixture',
    delivery: 'at-least-once',
    signal: AbortSignal.timeout(20_000),
    onRetry: () => undefined,
  });
  const value = Buffer.from(JSON.stringify({ ...position, ...change }));
  const records = sink.accumulate();
  records.append({ topic: 'positions', partition: 0, key: Buffer.from('fixture'), value, headers: {}, timestampMs: 0 });
  await sink.publish(records);
}

async function dropSlot(): Promise<void> {
  await slotIsFree(source);
  await source.query(`SELECT pg_drop_replication_slot('${source.slot}')`);
}

describe('a pipeline stops for good', () => {
  it('over a table with rows and without a primary key to read them along, and leaves no slot', async () => {
    await source.query('ALTER TABLE thing DROP CONSTRAINT thing_pkey');
    await insertThing(1);
    expect(await stopCode()).toBe('snapshot-needed');
    expect(await confirmedLsn(source)).toBe('no slot');
    await source.query('DELETE FROM thing');
    await firstLife().catch(() => undefined);
    expect(await confirmedLsn(source)).not.toBe('no slot');
  });

  it('when such a row is committed just before the slot sees changes', async () => {
    await source.query('ALTER TABLE thing DROP CONSTRAINT thing_pkey');
    // Open while the slot is made: the server waits for its end, and the slot's snapshot then has the row.
    await source.query('BEGIN');
    await insertThing(1);
    const stopped = stopCode();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await source.query('COMMIT');
    expect(await stopped).toBe('snapshot-needed');
    expect(await confirmedLsn(source)).toBe('no slot');
  });

  it('without its publication, or without one of its tables in it', async () => {
    expect(await stopCode({ ...options(), publication: 'nothing' })).toBe('publication-missing');
    await source.query('ALTER PUBLICATION fixture_capture DROP TABLE thing');
    expect(await stopCode()).toBe('table-not-published');
  });

  it('when its slot is gone', async () => {
    await firstLife();
    await dropSlot();
    expect(await stopCode()).toBe('slot-missing');
  });

  it('when its slot was recreated by hand', async () => {
    await firstLife();
    await dropSlot();
    await insertThing(2);
    await createSlot(source);
    expect(await stopCode()).toBe('slot-ahead-of-position');
  });

  it('when somebody moved its slot', async () => {
    await firstLife();
    await insertThing(2);
    await slotIsFree(source);
    await source.query(`SELECT pg_replication_slot_advance('${source.slot}', pg_current_wal_lsn())`);
    expect(await stopCode()).toBe('slot-ahead-of-position');
  });

  it('when the broker knows nothing of the slot', async () => {
    await firstLife();
    broker = new RecordingBroker(tables);
    expect(await stopCode()).toBe('position-missing');
  });

  it('when something else wrote over its position, and publishes nothing', async () => {
    await firstLife();
    await insertThing(2);
    await rewritePosition({ state: 'gone' });
    await using running = startPipeline(options());
    await expect(running.over).rejects.toMatchObject({
      code: 'position-unreadable',
      message: expect.stringContaining('The position record of pipeline fixture can not be read.'),
      repair: expect.stringContaining('begin a new epoch'),
    });
    expect(broker.of(THINGS)).toHaveLength(1);
  });

  it('when the server was restored to before what is published', async () => {
    await firstLife();
    await slotIsFree(source);
    await rewritePosition({ durable_lsn: 'f000000000000000' });
    expect(await stopCode()).toBe('source-behind-position');
  });

  it('when a topic has other partitions than its routing counts on', async () => {
    const fewer = tables.map((table) => ({ ...table, partitions: 3 }));
    broker = new RecordingBroker(fewer);
    expect(await stopCode()).toBe('partitions-changed');
  });

  it('when the broker will never take a record', async () => {
    broker.refusedKey = '{"id":1}';
    await using running = startPipeline(options());
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    await insertThing(1);
    await expect(running.over).rejects.toMatchObject({ code: 'record-refused' });
  });

  it('when a table no longer sends whole old rows', async () => {
    await firstLife();
    await source.query('ALTER TABLE thing REPLICA IDENTITY DEFAULT');
    await insertThing(2);
    expect(await stopCode()).toBe('relation-unusable');
  });

  it('when the login is refused', async () => {
    const url = source.captureUrl.replace('capture_service', 'nobody_here');
    const refused = { ...options(), address: { connectionString: url, applicationName: 'test' } };
    expect(await stopCode(refused)).toBe('access-refused');
  });
});

describe('a slot that stands behind the position', () => {
  it('is read past, and nothing is sent twice', async () => {
    const copy = (from: string, to: string) =>
      source.query(`SELECT pg_copy_logical_replication_slot('${from}', '${to}')`);
    const older = `${source.slot}_older`;
    await firstLife();
    await slotIsFree(source);
    await copy(source.slot, older);
    const live = async (id: number) => {
      await using running = startPipeline(options());
      await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
      await insertThing(id);
      await settles(() => expect(broker.of(THINGS).map(({ key }) => String(key))).toContain(`{"id":${id}}`));
    };
    await live(2);
    await dropSlot();
    await copy(older, source.slot);
    await live(3);
    expect(broker.of(THINGS).map(({ key }) => String(key))).toEqual(['{"id":1}', '{"id":2}', '{"id":3}']);
    await slotIsFree(source);
    await source.query(`SELECT pg_drop_replication_slot('${older}')`);
  });
});

describe('a failover slot', () => {
  const failover = async () =>
    source.query(`SELECT failover FROM pg_replication_slots WHERE slot_name = '${source.slot}'`);
  const streamed = async (settings = options()) => {
    await using running = startPipeline(settings);
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
  };

  it('is made as one, or becomes one, as declared', async () => {
    await streamed({ ...options(), failover: true });
    expect(await failover()).toEqual([{ failover: true }]);
    await slotIsFree(source);
    await streamed();
    expect(await failover()).toEqual([{ failover: true }]);
    await slotIsFree(source);
    await streamed({ ...options(), failover: false });
    expect(await failover()).toEqual([{ failover: false }]);
  });
});

describe('a new epoch', () => {
  // Of each test's own: one made with the file would run out on a busy machine.
  let signal: AbortSignal;
  beforeEach(() => {
    signal = AbortSignal.timeout(20_000);
  });

  it('begins by the operator’s word, and leads the ids from then on', async () => {
    await firstLife();
    await dropSlot();
    const prepared = await initPipeline(options(), { signal, beginNewEpoch: true });
    expect(prepared.position.epoch).toBe(2);
    await using running = startPipeline(options());
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    await insertThing(2);
    const changes = () => broker.of(THINGS).flatMap(({ headers }) => headers['vf-event-id'] ?? []);
    await settles(() => expect(changes()).toHaveLength(2));
    expect(changes().map((id) => id.slice(0, 8))).toEqual(['00000001', '00000002']);
  });

  it('after a lost position takes a number that no record in the topics has', async () => {
    await firstLife();
    broker.forgetPositions();
    await slotIsFree(source);
    const prepared = await initPipeline(options(), { signal, beginNewEpoch: true });
    expect(prepared.position.epoch).toBe(2);
  });

  it('does not begin by itself: init changes nothing where all is well', async () => {
    await firstLife();
    const prepared = await initPipeline(options(), { signal, beginNewEpoch: false });
    expect(prepared.position.epoch).toBe(1);
  });

  it('finishes what a crash left between position and slot', async () => {
    await firstLife();
    await rewritePosition({ state: 'creating' });
    await source.query('DELETE FROM thing');
    const prepared = await initPipeline(options(), { signal, beginNewEpoch: false });
    expect(prepared.position).toMatchObject({ epoch: 1, state: 'streaming' });
  });
});
