import { describe, expect, it } from '@jest/globals';
import { comparisons } from './comparisons.js';
import type { CapturedRecord } from './captured-record.js';
import { goldenText, parseGolden, readGolden } from './goldens.js';

const record = (topic: string, key: string | null, value: string | null, headers = {}): CapturedRecord => ({
  topic,
  key,
  value,
  headers,
});

describe('a golden', () => {
  it('gives its records back to the last byte, sorted by topic', () => {
    const records = [
      record('b', null, String.raw`{"n":1.0E10,"t":"\uD83D\uDE00 😀"}`, { h: 'tab \t "quoted"' }),
      record('a', '{"schema":{"name":"a.Key"},"payload":{"id":1}}', '{"schema":{"name":"a.Envelope"},"payload":{}}'),
      record('a', '{"schema":{"name":"a.Key"},"payload":{"id":1}}', null),
      record('a', '{"id":2}', '{"schema":{"name":"a.Envelope","version":2},"payload":{}}'),
    ];
    const text = goldenText(records);
    expect(parseGolden(text)).toEqual([...records.slice(1), records[0]]);
    // Each schema is written once, and a table's second one has a number.
    expect(text.match(/"name":"a\.Key"/g)).toHaveLength(1);
    expect(text).toContain('"schema":"a.Envelope 2"');
  });

  it.each(comparisons)('is there for $name, and says nothing of the run that wrote it', ({ name, snapshot }) => {
    const text = JSON.stringify(readGolden(name));
    expect(readGolden(name).length).toBeGreaterThan(snapshot ? 80 : 400);
    expect(text).not.toMatch(/"db\\?":\\?"(?!<database>)|txId\\?":\d|lsn\\?":\d/);
  });
});
