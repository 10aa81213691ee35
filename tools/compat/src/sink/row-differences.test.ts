import { compareTable, told, type Row } from './row-differences.js';
import type { KnownDeviation } from './known-deviations.js';

const table = { source: 'public.t', key: ['a', 'b'] };
const content = (...rows: Row[]) => ({ columns: ['a', 'b', 'v'], rows });
const row = (a: string, b: string, v: string | null): Row => ({ a, b, v });
const rounded: KnownDeviation = { table: 'public.t', column: 'v', sinkHas: (text) => text.slice(0, 1), reason: 'r' };

const compare = (source: Row[], sink: Row[], deviations: KnownDeviation[] = []) =>
  compareTable(table, content(...source), content(...sink), deviations);

describe('compareTable', () => {
  it('finds nothing in equal tables, whatever the order of their rows', () => {
    const rows = [row('1', '1', 'x'), row('1', '2', null), row('11', '', 'y')];
    expect(compare(rows, [...rows].reverse()).differences).toEqual([]);
  });

  it('names the key, the column and both values of what differs', () => {
    const { differences } = compare(
      [row('1', '1', 'x'), row('2', '1', 'y')],
      [row('1', '1', null), row('2', '1', 'z')],
    );
    expect(differences).toEqual([
      { table: 'public.t', key: '{"a":"1","b":"1"}', column: 'v', source: 'x', sink: null },
      { table: 'public.t', key: '{"a":"2","b":"1"}', column: 'v', source: 'y', sink: 'z' },
    ]);
    expect(differences.map(told)).toEqual([
      'public.t, key {"a":"1","b":"1"}, column v\n    source x\n    sink   NULL',
      'public.t, key {"a":"2","b":"1"}, column v\n    source y\n    sink   z',
    ]);
  });

  it('finds a row that is lost, one too many, and keys that only look alike', () => {
    const { differences } = compare([row('1', '11', 'x')], [row('11', '1', 'x')]);
    expect(differences.map(({ source, sink }) => [source, sink])).toEqual([
      ['{"a":"1","b":"11","v":"x"}', undefined],
      [undefined, '{"a":"11","b":"1","v":"x"}'],
    ]);
    expect(differences.map(told)[0]).toContain('the row\n    source {"a"');
  });

  it('finds a column that only one side has', () => {
    const sink = { columns: ['a', 'b', 'w'], rows: [] };
    const { differences } = compareTable(table, content(), sink, []);
    expect(differences.map(({ column, source, sink }) => [column, source, sink])).toEqual([
      ['v', 'a column', undefined],
      ['w', undefined, 'a column'],
    ]);
  });

  it('takes a known deviation for equal, and only exactly that one', () => {
    const { differences, seen } = compare(
      [row('1', '1', '12'), row('2', '1', '12'), row('3', '1', null)],
      [row('1', '1', '1'), row('2', '1', '2'), row('3', '1', '1')],
      [rounded],
    );
    expect(differences.map(({ key, sink }) => [key, sink])).toEqual([
      ['{"a":"2","b":"1"}', '2'],
      ['{"a":"3","b":"1"}', '1'],
    ]);
    expect([...seen]).toEqual([rounded]);
    expect(compare([row('1', '1', '1')], [row('1', '1', '1')], [rounded]).seen.size).toBe(0);
  });
});
