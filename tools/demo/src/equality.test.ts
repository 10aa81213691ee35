import { describe, expect, it } from '@jest/globals';
import { equalTexts, equalNumbers, equalSets, listedDifferences } from './equality.js';

describe('equalities', () => {
  it('hold for the same numbers of either kind', () => {
    expect(equalNumbers('n', { where: 'a', value: 5n }, { where: 'b', value: 5 }).differences).toEqual([]);
    expect(equalNumbers('n', { where: 'a', value: 5n }, { where: 'b', value: 6 }).differences).toEqual(['a 5, b 6']);
  });

  it('name the ids that stand on one side only, although the sizes are equal', () => {
    const { differences } = equalSets(
      'ids',
      { where: 'a', ids: new Set(['x', 'y']) },
      { where: 'b', ids: new Set(['y', 'z']) },
    );
    expect(differences).toEqual(['x only in a', 'z only in b']);
  });

  it('name each amount that differs, and rows that one side does not have', () => {
    const { differences } = equalTexts(
      'balances',
      {
        where: 'a',
        texts: new Map([
          ['w1', '1.00'],
          ['w2', '2.00'],
        ]),
      },
      {
        where: 'b',
        texts: new Map([
          ['w1', '1.00'],
          ['w2', '3.00'],
          ['w3', '0.00'],
        ]),
      },
    );
    expect(differences).toEqual(['w2: a 2.00, b 3.00', 'w3: a none, b 0.00']);
  });

  it('list only the first differences', () => {
    const ids = new Set(Array.from({ length: 25 }, (_, i) => String(i)));
    const equality = equalSets('ids', { where: 'a', ids }, { where: 'b', ids: new Set<string>() });
    expect(listedDifferences(equality)).toHaveLength(11);
    expect(listedDifferences(equality).at(-1)).toBe('and 15 more');
  });
});
