import { withConnection } from '@vf/testing';
import fc from 'fast-check';
import { arrayWriterOf } from './array-literal.js';

/** What PostgreSQL reads from the literal, as texts. */
const readAs = (sqlType: string, values: unknown) =>
  withConnection(async (client) => {
    const written = arrayWriterOf(sqlType)(values);
    const { rows } = await client.query<{ read: (string | null)[] }>(`SELECT $1::${sqlType}::text[] AS read`, [
      written,
    ]);
    return rows[0]?.read;
  });

describe('an array as it is sent', () => {
  it('has every text as it was, whatever is in it', async () => {
    // NUL is in no text of PostgreSQL; a request with it is refused long before.
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const element = fc.oneof(
      text,
      fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', 'a,b', ' x ', '\n'),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 8 }), async (values) => {
        expect(await readAs('text[]', values)).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['uuid[]', ['019aa000-0000-7000-8000-000000000001', null]],
    ['numeric[]', ['-0.01', '9999999999999.99', null]],
    ['bigint[]', ['9223372036854775807', '-1']],
    ['smallint[]', ['201', null]],
    ['boolean[]', ['true', 'false', null]],
    ['uuid[]', []],
  ])('has the values of %s', async (sqlType, values) => {
    expect(await readAs(sqlType, values)).toEqual(values);
  });

  it('has times to the microsecond', async () => {
    const [read] = (await readAs('timestamptz[]', ['2026-11-24T10:00:00.123456Z'])) ?? [];
    expect(read).toContain('.123456');
  });

  it('leaves alone what is no array', () => {
    expect(arrayWriterOf('timestamptz')('2026-11-24T10:00:00Z')).toBe('2026-11-24T10:00:00Z');
  });
});
