import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WrongUsage } from './exit-codes.js';
import { parseTableNames, snapshotRequestOf } from './table-names.js';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const anyName = fc.string({ unit: 'grapheme', minLength: 1 });

describe('tables as they are typed', () => {
  it('are any names there are, in quotes', () => {
    const tables = fc.array(fc.record({ schema: anyName, table: anyName }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(tables, (names) => {
        const text = names.map(({ schema, table }) => `${quoted(schema)}.${quoted(table)}`).join(', ');
        expect(parseTableNames(text)).toEqual(names);
      }),
    );
  });

  it('are of schema public without one, and keep their case', () => {
    expect(parseTableNames('payments, Sales.Order items ,"a.b"."c, d"')).toEqual([
      { schema: 'public', table: 'payments' },
      { schema: 'Sales', table: 'Order items' },
      { schema: 'a.b', table: 'c, d' },
    ]);
  });

  it.each(['', ' ', ',', 'a,', 'a,,b', 'a.', '.a', 'a.b.c', '"a', '"a"b', 'a"b"', '""'])('are not %j', (text) => {
    expect(() => parseTableNames(text)).toThrow(WrongUsage);
  });
});

describe('what a snapshot is asked of', () => {
  it('is every table, some, or a range of one', () => {
    expect(snapshotRequestOf({})).toEqual({ tables: 'all' });
    expect(snapshotRequestOf({ tables: 'a,b' })).toEqual({
      tables: [
        { schema: 'public', table: 'a' },
        { schema: 'public', table: 'b' },
      ],
    });
    expect(snapshotRequestOf({ tables: 'a', from: ['1', 'x'], to: ['9'] })).toEqual({
      tables: [{ schema: 'public', table: 'a', from: ['1', 'x'], to: ['9'] }],
    });
  });

  it('is no range of several tables', () => {
    expect(() => snapshotRequestOf({ from: ['1'] })).toThrow(WrongUsage);
    expect(() => snapshotRequestOf({ tables: 'a,b', to: ['1'] })).toThrow(WrongUsage);
  });
});
