import type { CapturedRecord } from './captured-record.js';
import { differencesOf } from './differences.js';

const record = (key: string, value: string | null, headers = {}): CapturedRecord => ({
  topic: 't',
  key,
  value,
  headers,
});

describe('differencesOf', () => {
  it('compares each key by itself, whatever the order of keys', () => {
    const [a, b] = [record('{"id":1}', '{"n":1}'), record('{"id":2}', '{"n":2}')];
    expect(differencesOf([a, b], [b, a])).toEqual([]);
  });

  it('sees numbers past 2^53, members that are missing, and another order of members', () => {
    const differences = (ours: string, theirs: string) =>
      differencesOf([record('1', ours)], [record('1', theirs)]).map(({ at }) => at);
    expect(differences('{"n":9007199254740993}', '{"n":9007199254740992}')).toEqual(['value.n']);
    expect(differences('{"a":1,"b":null}', '{"a":1}')).toEqual(['value.b']);
    expect(differences('{"a":1,"b":2}', '{"b":2,"a":1}')).toEqual(['value in order']);
    expect(differences('[1,{"a":"x"}]', '[1,{"a":"y"}]')).toEqual(['value[1].a']);
  });

  it('sees a record, a tombstone and a header that only one side has', () => {
    const all = [record('1', '{}', { h: 'x' }), record('1', null)];
    expect(differencesOf(all, [record('1', '{}')]).map(({ at }) => at)).toEqual(['headers.h', 'record']);
    expect(differencesOf([record('1', null)], [record('1', '{}')]).map(({ at }) => at)).toEqual(['value']);
  });
});
