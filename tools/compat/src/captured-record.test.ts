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
  it('has neither prefix, nor version, nor the time of processing but its members, and keeps the time of the commit', () => {
    const value =
      `{"before":null,"after":{"ts_ms":1},"source":{"version":"3.5.0","connector":"postgresql","name":"${PREFIX}",` +
      '"ts_ms":1,"txId":7},"transaction":null,"op":"c","ts_ms":1760000000000,"ts_us":1760000000000000,"ts_ns":1760000000000000000}';
    expect(recordOf('public.t', value)).toEqual({
      topic: 'public.t',
      key: '{"id":1}',
      value:
        '{"before":null,"after":{"ts_ms":1},"source":{"version":"<version>","connector":"postgresql","name":"<prefix>",' +
        '"ts_ms":1,"txId":7},"transaction":null,"op":"c","ts_ms":"<clock>","ts_us":"<clock>","ts_ns":"<clock>"}',
      headers: {},
    });
  });

  it('keeps times of processing that are none, or of another unit, or fewer than three', () => {
    const valueOf = (times: string) => recordOf('public.t', `{"before":null,"after":null,"op":"c"${times}}`).value;
    for (const wrong of [
      ',"ts_ms":1760000000000000,"ts_us":1760000000000000,"ts_ns":1760000000000000000',
      ',"ts_ms":1760000000000',
      '',
    ]) {
      expect(valueOf(wrong)).not.toContain('"ts_ms":"<clock>"');
    }
  });

  it('of a snapshot has no time, position and transaction of the reading, and all else', () => {
    const value = (xid: string, lsn: string) =>
      recordOf(
        'public.t',
        '{"before":null,"after":{"id":1,"lsn":5,"txId":6},"source":{"version":"1","connector":"postgresql",' +
          '"ts_ms":1760000000000,"snapshot":"first","sequence":"[null,\\"' +
          `${lsn}\\"]","ts_us":1760000000000000,"ts_ns":1760000000000000000,"txId":${xid},"lsn":${lsn},"xmin":null},` +
          '"transaction":null,"op":"r","ts_ms":1760000000000,"ts_us":1760000000000000,"ts_ns":1760000000000000000}',
      ).value;
    expect(value('7', '12')).toBe(value('8', '13'));
    expect(value('null', '12')).not.toBe(value('8', '12'));
    expect(value('7', '12')).toContain('"after":{"id":1,"lsn":5,"txId":6}');
    expect(value('7', '12')).toContain(
      '"sequence":"[null,\\"<snapshot lsn>\\"]","ts_us":"<clock>","ts_ns":"<clock>","txId":"<snapshot transaction>","lsn":"<snapshot lsn>"',
    );
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
