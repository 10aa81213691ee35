import { describe, expect, it } from '@jest/globals';
import { captureDeadLetter, EVENT_ID_HEADER } from '@vf/contracts';
import { CaptureStop } from '../capture-stop.js';
import type { ChangeRecord } from '../encode/change-record.js';
import type { TablePlan } from '../encode/table-plan.js';
import { RecordRefused } from '../ports.js';
import type { Refusal } from './dead-letter.js';
import { RecordGate, type DeadLetterOptions } from './record-gate.js';
import { recordSize } from './record-size.js';

const EVENT_ID = '00000001-00000000000000ff-00000004';
const LIMIT = 1_000;

const thing: TablePlan = {
  mode: 'envelope',
  schema: 'public',
  table: 'thing',
  topic: 't.thing',
  partitions: 4,
  key: ['id'],
  routedBy: 'id',
};

const recordOf = (value: string | null): ChangeRecord => ({
  topic: 't.thing',
  partition: 2,
  key: Buffer.from('{"id":1}'),
  value: value === null ? null : Buffer.from(value),
  headers: { [EVENT_ID_HEADER]: EVENT_ID },
  timestampMs: 7,
});

function gateWith(policy: Partial<DeadLetterOptions> = {}, refuse: (record: ChangeRecord) => boolean = () => false) {
  const queued: ChangeRecord[] = [];
  const told: Refusal[] = [];
  const gate = new RecordGate({
    pipeline: 'shop',
    tables: [thing],
    limits: new Map([['t.thing', LIMIT]]),
    deadLetters: { topic: 't.dead', onOversize: 'dead-letter', onUnencodable: 'dead-letter', ...policy },
    append: (record) => {
      if (refuse(record)) throw new RecordRefused('too large for a batch');
      queued.push(record);
    },
    onDeadLetter: (refusal) => told.push(refusal),
  });
  const letters = () =>
    queued
      .filter(({ topic }) => topic === 't.dead')
      .map(({ value }) => captureDeadLetter.parse(JSON.parse(String(value))));
  return { gate, queued, told, letters };
}

describe('a record at the gate', () => {
  it('that its topic takes goes on as it is, tombstones too', () => {
    const { gate, queued, told } = gateWith();
    const records = [recordOf('{}'), recordOf(null), recordOf('x'.repeat(LIMIT - 200))];
    for (const record of records) gate.append(record);
    expect(queued).toEqual(records);
    expect(told).toEqual([]);
  });

  it('that is too large becomes a dead letter in its place, with position, size and reason', () => {
    const { gate, queued, letters } = gateWith();
    gate.append(recordOf('{"n":1}'));
    gate.append(recordOf('x'.repeat(LIMIT)));
    gate.append(recordOf('{"n":2}'));
    expect(queued.map(({ topic }) => topic)).toEqual(['t.thing', 't.dead', 't.thing']);
    expect([String(queued[1]?.key), queued[1]?.headers]).toEqual([EVENT_ID, { [EVENT_ID_HEADER]: EVENT_ID }]);
    expect(letters()).toEqual([
      expect.objectContaining({
        reason: 'oversize',
        table: 'thing',
        topic: 't.thing',
        partition: 2,
        key: '{"id":1}',
        commit_lsn: '00000000000000ff',
        value_truncated: false,
        record_bytes: recordSize(recordOf('x'.repeat(LIMIT))),
        limit_bytes: LIMIT,
      }),
    ]);
  });

  it('keeps no more of it than fits, cut between characters', () => {
    const { gate, queued, letters } = gateWith();
    gate.append(recordOf(`x${'é'.repeat(100_000)}`));
    const [letter] = letters();
    expect(letter?.value_truncated).toBe(true);
    expect(letter?.value_start).toMatch(/^xé+$/);
    expect(queued[0]?.value?.length).toBeLessThan(300_000);
  });

  it('that the queue itself refuses becomes one as well', () => {
    const { gate, letters } = gateWith({}, ({ topic }) => topic === 't.thing');
    gate.append(recordOf('{}'));
    expect(letters()).toEqual([expect.objectContaining({ detail: 'too large for a batch', limit_bytes: null })]);
  });

  it('stops the pipeline when that is what the pipeline says', () => {
    const { gate, queued } = gateWith({ onOversize: 'stop' });
    expect(() => gate.append(recordOf('x'.repeat(LIMIT)))).toThrow(RecordRefused);
    expect(queued).toEqual([]);
  });
});

describe('a row that can not be made a record', () => {
  const stop = new CaptureStop('row-unencodable', 'Table public.thing sent a row without owner.', 'Mend it.');
  const place = {
    transaction: { eventIdPrefix: EVENT_ID.slice(0, 26), commitTimeMs: 7 },
    ordinal: 2,
  } as Parameters<RecordGate['unencodable']>[2];

  it('becomes a dead letter without any of its values', () => {
    const { gate, letters } = gateWith();
    gate.unencodable(stop, thing, place);
    expect(letters()).toEqual([
      expect.objectContaining({ reason: 'unencodable', event_id: EVENT_ID, key: null, value_start: null, topic: null }),
    ]);
  });

  it('stops the pipeline when that is what the pipeline says', () => {
    expect(() => gateWith({ onUnencodable: 'stop' }).gate.unencodable(stop, thing, place)).toThrow(stop);
  });
});
