import { describe, expect, it } from '@jest/globals';
import { judge, readAllowedDifferences, type AllowedDifference } from './allowed-differences.js';
import { comparisons } from './comparisons.js';
import type { Difference } from './differences.js';

const difference = (changes: Partial<Difference> = {}): Difference => ({
  topic: 'a.t',
  key: '{"id":1}',
  at: 'value.after.c',
  ours: '"x"',
  theirs: 'null',
  ...changes,
});

type Covered = AllowedDifference['differences'][number];

const judged = (covered: Covered, ...differences: Difference[]) => {
  const list = [{ comparisons: ['debezium'], topic: 'a\\.t', reason: 'for a reason', differences: [covered] }];
  const { refused, unused } = judge('debezium', differences, list);
  return { refused, unused: unused.length };
};

const exact = { at: 'value.after.c', keys: ['{"id":1}'], ours: '"x"', theirs: 'null' };

describe('an allowed difference', () => {
  it('covers its topic, key, place and values, and nothing beside them', () => {
    expect(judged(exact, difference())).toEqual({ refused: [], unused: 0 });
    const others = [
      difference({ topic: 'a.tt' }),
      difference({ key: '{"id":2}' }),
      difference({ at: 'value.after.cc' }),
      difference({ ours: '"y"' }),
      difference({ theirs: '"x"' }),
      difference({ theirs: undefined }),
    ];
    expect(judged(exact, difference(), ...others)).toEqual({ refused: others, unused: 0 });
  });

  it('is missed when it does not occur, also beside others of its reason', () => {
    expect(judged(exact, difference({ ours: '"y"' })).unused).toBe(1);
    const entry = { comparisons: ['debezium'], topic: 'a\\.t', reason: 'for a reason' };
    const list = [{ ...entry, differences: [exact, { ...exact, at: 'value.after.d' }] }];
    expect(judge('debezium', [difference()], list).unused).toEqual([{ topic: 'a\\.t', at: 'value.after.d' }]);
    expect(judge('json', [], list).unused).toEqual([]);
  });

  it('of what only ours has says how it looks', () => {
    const own = { at: 'headers.id', oursAlone: '"\\d+"' };
    const header = difference({ at: 'headers.id', ours: '"12"', theirs: undefined });
    expect(judged(own, header).refused).toEqual([]);
    const others = [
      { ...header, ours: '"x"' },
      { ...header, theirs: '"12"' },
      { ...header, ours: undefined },
    ];
    expect(judged(own, ...others).refused).toEqual(others);
  });

  it('of a number’s spelling covers one number only', () => {
    const spelt = (ours: string, theirs: string) => difference({ ours, theirs });
    const same = { at: 'value.after.c' };
    expect(judged({ ...same, sameNumber: 'double' }, spelt('4.47102E14', '4.471020E14')).refused).toEqual([]);
    expect(judged({ ...same, sameNumber: 'single' }, spelt('1.0E-45', '1.4E-45')).refused).toEqual([]);
    for (const wrong of [spelt('1.0E-45', '1.4E-45'), spelt('0.1', '0.2'), spelt('0', '-0'), spelt('"1"', '1')]) {
      expect(judged({ ...same, sameNumber: 'double' }, wrong).refused).toEqual([wrong]);
    }
    const wrong = spelt('0.1', '0.10001');
    expect(judged({ ...same, sameNumber: 'single' }, wrong).refused).toEqual([wrong]);
  });
});

describe('the list', () => {
  it('names comparisons that there are, and covers no record that one side lacks', () => {
    const names = comparisons.map(({ name }) => name);
    for (const entry of readAllowedDifferences()) {
      expect(names).toEqual(expect.arrayContaining(entry.comparisons));
      for (const { at } of entry.differences) expect(new RegExp(`^(?:${at})$`).test('record')).toBe(false);
    }
  });

  it('lets no lost message or transaction, no wrong count and no drift of a schema pass', () => {
    const allowed = readAllowedDifferences();
    const wrong = [
      difference({ topic: 'message', at: 'record', ours: undefined, theirs: '{}' }),
      difference({ topic: 'transaction', at: 'record', ours: undefined, theirs: '{}' }),
      difference({ topic: 'transaction', at: 'value.event_count', ours: '2', theirs: '3' }),
      difference({ topic: 'transaction', at: 'value.data_collections[0].event_count', ours: '2', theirs: '3' }),
      difference({ topic: 'numbers.floats', key: '{"id":9}', at: 'value.after.double', ours: '0.2', theirs: '0.1' }),
      difference({ topic: 'numbers.floats', at: 'value schema.fields[2].fields', ours: '[]', theirs: '[{}]' }),
    ];
    for (const { name } of comparisons) expect(judge(name, wrong, allowed).refused).toEqual(wrong);
  });
});
