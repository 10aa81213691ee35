import { describe, expect, it } from '@jest/globals';
import type { CapturedRecord } from './captured-record.js';
import { differencesOf } from './differences.js';
import { fromFirstMark } from './first-mark.js';
import { withoutRunValues } from './run-values.js';

interface Change {
  readonly table: string;
  readonly after: string;
  readonly xid: number;
  readonly lsn: number;
  readonly previousEnd: number;
  readonly us?: string;
  readonly ms?: string;
}

const US = '1795000000123456';

function change({ table, after, xid, lsn, previousEnd, us = US, ms = us.slice(0, -3) }: Change): CapturedRecord {
  const sequence = JSON.stringify(`["${String(previousEnd)}","${String(lsn)}"]`);
  const times = `"ts_ms":${ms},"db":"compat_ab","sequence":${sequence},"ts_us":${us},"ts_ns":${us}000`;
  const source = `{${times},"txId":${String(xid)},"lsn":${String(lsn)}}`;
  const block = `{"id":"${String(xid)}:${String(lsn)}","total_order":1}`;
  const value = `{"after":${after},"source":${source},"transaction":${block},"op":"c"}`;
  return { topic: table, key: '{"id":1}', value, headers: {} };
}

const mark = (id: number, name: string, place: Omit<Change, 'table' | 'after'>) =>
  change({ ...place, table: 'public.compat_marker', after: `{"id":${String(id)},"case_name":"${name}"}` });

/** Two transactions of one case, `by` apart from those of another run. */
const run = (by: number, shift: Partial<Change> = {}): CapturedRecord[] => [
  mark(1, '', { xid: by + 6, lsn: by + 10, previousEnd: by + 1 }),
  mark(2, 'c', { xid: by + 7, lsn: by + 20, previousEnd: by + 15 }),
  change({ table: 'a.t', after: '{"id":1}', xid: by + 8, lsn: by + 30, previousEnd: by + 25, ...shift }),
  change({ table: 'a.u', after: '{"id":1}', xid: by + 8, lsn: by + 33, previousEnd: by + 25 }),
  change({ table: 'a.t', after: '{"id":2}', xid: by + 9, lsn: by + 40, previousEnd: by + 35, us: '1795000000200000' }),
];
const shown = (records: readonly CapturedRecord[]) => withoutRunValues(fromFirstMark(records));
const against = (other: readonly CapturedRecord[]) => differencesOf(shown(run(100)), shown(other)).map(({ at }) => at);

describe('records without the values of their run', () => {
  it('name them by case, kind and number', () => {
    expect(shown(run(0))[1]?.value).toBe(
      String.raw`{"after":{"id":1},"source":{"ts_ms":"<c time 1>","db":"<database>","sequence":"[\"<c end 1>\",\"<c change 2>\"]",` +
        '"ts_us":"<c time 1>","ts_ns":"<c time 1>","txId":"<c transaction 2>","lsn":"<c change 2>"},' +
        '"transaction":{"id":"<c transaction 2>:<c change 2>","total_order":1},"op":"c"}',
    );
  });

  it('are the same for two runs of the same script', () => {
    expect(against(run(100_000))).toEqual([]);
  });

  it.each([
    ['another transaction', { xid: 109 }, 'value.source.txId'],
    ['a change after its follower', { lsn: 134 }, 'value.source.lsn'],
    ['another last commit', { previousEnd: 115 }, 'value.source.sequence'],
    ['milliseconds of another time', { ms: '1795000000124' }, 'value.source.ts_ms'],
    ['the time of another commit', { us: '1795000000200000' }, 'value.source.ts_us'],
  ])('show %s', (_, shift, at) => {
    expect(against(run(100, shift))).toContain(at);
  });

  it('need the mark that they begin with', () => {
    expect(() => fromFirstMark(run(0).slice(1))).toThrow('the first mark was not captured');
  });
});
