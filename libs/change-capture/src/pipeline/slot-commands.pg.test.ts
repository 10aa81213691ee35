import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settles } from '../settles.fixture.js';
import { confirmedLsn, sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import { dropSlotByName } from '../source/slot-state.js';
import { RecordingBroker } from './recording-broker.fixture.js';
import { pipelineOptions, startPipeline, tables } from './running-pipeline.fixture.js';

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
