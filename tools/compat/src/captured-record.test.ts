import { describe, expect, it } from '@jest/globals';
import { comparable } from './captured-record.js';

const PREFIX = 'd12345678';
const recordOf = (topic: string, value: string) =>
  comparable(
    { topic: `${PREFIX}.${topic}`, key: Buffer.from('{"id":1}'), value: Buffer.from(value), headers: {} },
    PREFIX,
  );

const endOf = (collections: string) =>
  recordOf('transaction', `{"status":"END","id":"7:1","event_count":3,"data_collections":${collections},"ts_ms":5}`)
    .value;
const counted = (name: string, count: number) => `{"data_collection":"${name}","event_count":${String(count)}}`;

describe('a comparable record', () => {
  it('has neither prefix, nor version, nor the time of processing, and keeps the time of the commit', () => {
    const value =
      `{"before":null,"after":{"ts_ms":1},"source":{"version":"3.5.0","connector":"postgresql","name":"${PREFIX}",` +
      '"ts_ms":1,"txId":7},"transaction":null,"op":"c","ts_ms":2,"ts_us":3,"ts_ns":4}';
    expect(recordOf('public.t', value)).toEqual({
      topic: 'public.t',
      key: '{"id":1}',
      value:
        '{"before":null,"after":{"ts_ms":1},"source":{"version":"<version>","connector":"postgresql","name":"<prefix>",' +
        '"ts_ms":1,"txId":7},"transaction":null,"op":"c"}',
      headers: {},
    });
  });

  it('counts a transaction’s events by collection, in whatever order, and messages as one', () => {
    const message = (identity: string) => counted(`io.debezium.pipeline.spi.Message@${identity}`, 1);
    const theirs = endOf(`[${message('1a2b')},${counted('a.b', 1)},${message('3c')}]`);
    const ours = endOf(`[${counted('a.b', 1)},${counted('LOGICAL_DECODING_MESSAGE', 2)}]`);
    expect(theirs).toBe(ours);
    expect(theirs).toContain('"event_count":3,"data_collections":[{"data_collection":"LOGICAL_DECODING_MESSAGE"');
  });

  it('does not hide a wrong count or another collection', () => {
    const right = endOf(`[${counted('a.b', 1)},${counted('a.c', 2)}]`);
    for (const wrong of [`[${counted('a.b', 2)},${counted('a.c', 1)}]`, `[${counted('a.b', 1)}]`, 'null']) {
      expect(endOf(wrong)).not.toBe(right);
    }
  });
});
