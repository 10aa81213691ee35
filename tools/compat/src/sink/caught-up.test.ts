import { partitionsBehind } from './caught-up.js';

describe('partitionsBehind', () => {
  const ends = new Map([
    ['a', new Map([[0, 5n], [1, 0n]])], // prettier-ignore
    ['b', new Map([[0, 3n]])],
  ]);

  it('is empty when everything that can be read is committed', () => {
    const committed = new Map([
      ['a', new Map([[0, 6n]])],
      ['b', new Map([[0, 3n]])],
    ]);
    expect(partitionsBehind(ends, committed)).toEqual([]);
  });

  it('names partitions that are behind, and those of which nothing is committed', () => {
    expect(partitionsBehind(ends, new Map([['a', new Map([[0, 4n]])]]))).toEqual([
      'a partition 0 at 4 of 5',
      'b partition 0 at 0 of 3',
    ]);
  });
});
