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

  it('sees another spelling of a text, a name or a number, and spaces', () => {
    const differences = (ours: string, theirs: string) =>
      differencesOf([record('1', ours)], [record('1', theirs)]).map(({ at }) => at);
    expect(differences('{"a":"😀"}', String.raw`{"a":"\uD83D\uDE00"}`)).toEqual(['value.a']);
    expect(differences('{"é":1}', String.raw`{"\u00E9":1}`)).toHaveLength(2);
    expect(differences('{"a":1.0E1}', '{"a":10.0}')).toEqual(['value.a']);
    expect(differences('{"a":1}', '{"a": 1}')).toEqual(['value as text']);
  });

  it('sees a schema beside its payload', () => {
    const of = (schema: string, payload: string) => `{"schema":${schema},"payload":${payload}}`;
    const [difference, ...others] = differencesOf(
      [record(of('{"type":"int32"}', '{"id":1}'), of('{"fields":[{"type":"a"}]}', '{"n":1}'))],
      [record(of('{"type":"int64"}', '{"id":1}'), of('{"fields":[{"type":"b"}]}', '{"n":2}'))],
    );
    expect(difference).toMatchObject({ key: '{"id":1}', at: 'key schema.type' });
    expect(others.map(({ at }) => at)).toEqual(['value.n', 'value schema.fields[0].type']);
  });
});
