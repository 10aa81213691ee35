import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@vf/testing';
import { settles } from '../settles.fixture.js';
import {
  confirmedLsn,
  createSlot,
  slotIsFree,
  sourceDatabase,
  type SourceDatabase,
} from '../source-database.fixture.js';
import { dropSlotByName } from '../source/slot-state.js';
import { initPipeline } from './init-pipeline.js';
import { RecordingBroker } from './recording-broker.fixture.js';
import { pipelineOptions, startPipeline, tables, THINGS, type RunningPipeline } from './running-pipeline.fixture.js';

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  broker = new RecordingBroker(tables);
});

afterEach(async () => source[Symbol.asyncDispose]());

const options = () => pipelineOptions(source, broker);

async function streaming() {
  const running = startPipeline(options());
  await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
  return running;
}

/** Open connections stay; each new one is refused. */
const refuseConnections = () =>
  source.query(`REVOKE CONNECT ON DATABASE ${source.database.name} FROM capture_service, PUBLIC`);
const takeConnections = () => source.query(`GRANT CONNECT ON DATABASE ${source.database.name} TO capture_service`);

describe('dropping the slot', () => {
  it('leaves a stopped pipeline when it fails, and may be asked for again', async () => {
    await using running = await streaming();
    const { pipeline } = running;
    pipeline.pause();
    await refuseConnections();
    await expect(pipeline.dropSlot()).rejects.toThrow(/permission denied/);
    expect(pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'slot-given-up' } });
    expect(pipeline.status.detail).toContain('vendorflow capture slot drop fixture');
    await takeConnections();
    await pipeline.dropSlot();
    expect(pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'slot-missing' } });
    expect(await confirmedLsn(source)).toBe('no slot');
    await pipeline.createSlot();
    await settles(() => expect(pipeline.status).toMatchObject({ phase: 'streaming', epoch: 2 }));
  });

  it('waits for a stream that is just leaving, and takes a slot that is gone for dropped', async () => {
    const { address, slot } = options();
    const running = await streaming();
    const dropped = dropSlotByName(address, slot);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await running[Symbol.asyncDispose]();
    await dropped;
    expect(await confirmedLsn(source)).toBe('no slot');
    await dropSlotByName(address, slot);
  });
});

describe('repairing a stopped pipeline', () => {
  it('in no time is a typed refusal, and leaves it stopped', async () => {
    await using running = startPipeline(pipelineOptions(source, broker, { repairMs: 0 }));
    await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
    running.pipeline.pause();
    await running.pipeline.dropSlot();
    await expect(running.pipeline.createSlot()).rejects.toMatchObject({
      code: 'out-of-time',
      message: expect.stringContaining('init.js --new-epoch fixture'),
    });
    expect(running.pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'slot-missing' } });
    expect(await confirmedLsn(source)).toBe('no slot');
  });

  /** Publishes one row, then stops over the next one, which the broker does not take. */
  async function stopped(): Promise<RunningPipeline> {
    const running = await streaming();
    broker.refusedKey = '{"id":2}';
    await source.query(`INSERT INTO thing VALUES (1, 'o', 'n')`);
    await settles(() => expect(broker.of(THINGS)).toHaveLength(1));
    await source.query(`INSERT INTO thing VALUES (2, 'o', 'n')`);
    await expect(running.over).rejects.toMatchObject({ code: 'record-refused' });
    await slotIsFree(source);
    broker.refusedKey = undefined;
    return running;
  }

  /** Runs it again, as its worker does. */
  async function goesOn({ pipeline }: RunningPipeline, epoch: number): Promise<void> {
    const stop = new AbortController();
    expect(await pipeline.repaired(stop.signal)).toBe(true);
    const again = pipeline.run(stop.signal);
    try {
      await settles(() => expect(pipeline.status).toMatchObject({ phase: 'streaming', epoch }));
      await settles(() => expect(broker.of(THINGS).map(({ key }) => String(key))).toContain('{"id":2}'));
    } finally {
      stop.abort();
      await again;
    }
  }

  it('takes up the slot that is there, without a new epoch', async () => {
    const running = await stopped();
    await running.pipeline.createSlot();
    await goesOn(running, 1);
    // What was published just before the stop may come again, under the id it had.
    const ids = broker.of(THINGS).map(({ headers }) => headers['vf-event-id']);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^00000001-/);
  });

  it('takes up the slot that was made beside it', async () => {
    const running = await stopped();
    await initPipeline(options(), { signal: AbortSignal.timeout(20_000), beginNewEpoch: true });
    await running.pipeline.createSlot();
    await goesOn(running, 2);
  });

  it('leaves a slot alone that can not be taken up, and stays stopped', async () => {
    const { pipeline } = await stopped();
    await dropSlotByName(options().address, source.slot);
    await source.query(`INSERT INTO thing VALUES (3, 'o', 'n')`);
    await createSlot(source);
    await expect(pipeline.createSlot()).rejects.toMatchObject({ code: 'slot-ahead-of-position' });
    expect(await confirmedLsn(source)).not.toBe('no slot');
    expect(pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'record-refused' } });
  });

  it('is done once at a time', async () => {
    const running = await stopped();
    const { pipeline } = running;
    const both = await Promise.allSettled([pipeline.createSlot(), pipeline.createSlot()]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'not-stopped' } }]);
    await goesOn(running, 1);
  });

  it('is not done while the slot is being dropped', async () => {
    const { pipeline } = await stopped();
    const commands = [pipeline.dropSlot(), pipeline.createSlot(), pipeline.dropSlot()];
    const [dropped, ...refused] = await Promise.allSettled(commands);
    expect(dropped).toMatchObject({ status: 'fulfilled' });
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'under-way' } });
    expect(pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'slot-missing' } });
  });

  it.each([
    ['by its own limit', () => pipelineOptions(source, broker, { openTransactionWaitMs: 700 })],
    [
      'by the server’s limit for one transaction',
      () => {
        const connectionString = `${source.captureUrl}?options=-c%20lock_timeout%3D700`;
        return { ...options(), address: { connectionString, applicationName: 'test' } };
      },
    ],
  ])('says that a write transaction is open, holding nothing behind: %s', async (_, settings) => {
    await using running = startPipeline(settings());
    const { pipeline } = running;
    await settles(() => expect(pipeline.status.phase).toBe('streaming'));
    pipeline.pause();
    await pipeline.dropSlot();
    await source.query('BEGIN');
    await source.query(`INSERT INTO thing VALUES (1, 'o', 'n')`);
    await expect(pipeline.createSlot()).rejects.toThrow(/write transaction is open/);
    expect(pipeline.status).toMatchObject({ phase: 'stopped', stop: { code: 'slot-missing' } });
    expect(await confirmedLsn(source)).toBe('no slot');
    const left = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'walsender'`;
    await eventually(async () => expect(await source.query(left)).toEqual([]), { timeoutMs: 1_000 });
    await source.query('COMMIT');
    await pipeline.createSlot();
    await settles(() => expect(pipeline.status.phase).toBe('streaming'));
  });
});
