import { parseCase, readScript } from './script.js';

describe('the script', () => {
  it('is read from its files, with a step in each', () => {
    expect(readScript('script').length).toBeGreaterThan(10);
  });

  it('takes directives from lines of comment', () => {
    const { setup, published, unpublished, steps } = parseCase(
      'c',
      '-- setup\nCREATE TABLE a.t (id integer);\n-- publish a.t WHERE (id > 1)\n-- unpublished a.u\n\n' +
        '-- step one\n-- settled\nSELECT 1;\n\n-- step two\n-- only json\nSELECT 2;\n',
    );
    expect(setup).toContain('CREATE TABLE');
    expect([...published]).toEqual([['a.t', 'WHERE (id > 1)']]);
    expect(unpublished).toEqual(['a.u']);
    expect(steps).toMatchObject([
      { what: 'one', settled: true, only: undefined },
      { what: 'two', settled: false, only: ['json'] },
    ]);
  });

  it('refuses a file without a setup', () => {
    expect(() => parseCase('c', '-- step one\nSELECT 1;')).toThrow('case c has no setup');
  });
});
