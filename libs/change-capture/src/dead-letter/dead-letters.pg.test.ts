import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { captureDeadLetter } from '@vf/contracts';
import { eventually, schemaFaults } from '@vf/testing';
import { RecordingBroker } from '../pipeline/recording-broker.fixture.js';
import { pipelineOptions, startPipeline, tables, THINGS } from '../pipeline/running-pipeline.fixture.js';
import { confirmedLsn, sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';

const DEAD = 't.dead-letters.capture';
const deadLetters = { topic: DEAD, onOversize: 'dead-letter', onUnencodable: 'dead-letter' } as const;

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  broker = new RecordingBroker(tables);
});
afterEach(async () => {
  await source[Symbol.asyncDispose]();
});

const letters = () =>
  broker.of(DEAD).map(({ key, value, headers }) => {
    const record = { key: String(key), value: String(value), headers };
    expect(schemaFaults('dead-letters.capture', record)).toEqual([]);
    return captureDeadLetter.parse(JSON.parse(record.value));
  });
const notes = () => broker.values(THINGS).map(({ after }) => (after as { note: string | null } | null)?.note);

const start = () => startPipeline({ ...pipelineOptions(source, broker), deadLetters });
const streaming = (running: ReturnType<typeof startPipeline>) =>
  eventually(() => expect(running.pipeline.status.phase).toBe('streaming'), { timeoutMs: 10_000 });

describe('a change that can not be published', () => {
  it('goes to the dead letters before the slot moves, and later changes of its row follow', async () => {
    broker.limits.set(THINGS, 4_000);
    await using running = start();
    await streaming(running);
    await source.query(`INSERT INTO thing VALUES (1, 'a', 'first')`);
    await source.query(`UPDATE thing SET note = repeat('x', 10000)`);
    const [lsn] = await source.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
    await source.query(`UPDATE thing SET note = 'last', owner = 'a' WHERE note <> ''`);
    await eventually(async () => {
      const [moved] = await source.query<{ past: boolean }>(
        `SELECT '${await confirmedLsn(source)}'::pg_lsn > '${lsn?.lsn ?? ''}' AS past`,
      );
      expect(moved?.past).toBe(true);
    });
    // The last update carries the long note as its old row: it is a dead letter too.
    expect(letters().map(({ reason, table, key }) => [reason, table, key])).toEqual([
      ['oversize', 'thing', '{"id":1}'],
      ['oversize', 'thing', '{"id":1}'],
    ]);
    expect(notes()).toEqual(['first']);
    await source.query(`UPDATE thing SET note = 'after'`);
    await eventually(() => expect(notes()).toEqual(['first', 'after']));
    expect(running.pipeline.status).toMatchObject({ deadLetters: 2, phase: 'streaming', reconnects: 0 });
  });

  it('is found out from the broker’s answer when no setting tells the limit', async () => {
    broker.refusedKey = '{"id":2}';
    await using running = start();
    await streaming(running);
    await source.query(`INSERT INTO thing VALUES (1, 'a', 'small'), (2, 'a', repeat('x', 5000)), (3, 'a', 'small')`);
    await eventually(() => expect(letters().map(({ key }) => key)).toEqual(['{"id":2}']), { timeoutMs: 10_000 });
    await eventually(() => expect(notes()).toEqual(['small', 'small']));
    expect(running.pipeline.status.reconnects).toBeGreaterThan(0);
  });

  it('because it has no routing value goes there without any of its values', async () => {
    await source.query('ALTER TABLE thing ALTER owner DROP NOT NULL');
    await using running = start();
    await streaming(running);
    await source.query(`INSERT INTO thing VALUES (1, NULL, 'secret'), (2, 'a', 'fine')`);
    await eventually(() => expect(notes()).toEqual(['fine']));
    expect(letters()).toEqual([expect.objectContaining({ reason: 'unencodable', table: 'thing', key: null })]);
    expect(JSON.stringify(letters())).not.toContain('secret');
  });
});
