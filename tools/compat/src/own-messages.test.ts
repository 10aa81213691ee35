import { describe, expect, it } from '@jest/globals';
import type { CapturedRecord } from './captured-record.js';
import { withoutOwnMessages } from './own-messages.js';

const record = (topic: string, key: string, value: string): CapturedRecord => ({ topic, key, value, headers: {} });
const message = (prefix: string, xid: number) =>
  record('message', `{"prefix":"${prefix}"}`, `{"op":"m","transaction":{"id":"${String(xid)}:5","total_order":1}}`);
const begin = (xid: number) =>
  record('transaction', `{"id":"${String(xid)}:4"}`, `{"status":"BEGIN","id":"${String(xid)}:4"}`);
const end = (xid: number, count: number) =>
  record(
    'transaction',
    `{"id":"${String(xid)}:6"}`,
    `{"status":"END","id":"${String(xid)}:6","event_count":${String(count)}}`,
  );

const heartbeat = [begin(7), message('vf.heartbeat', 7), end(7, 1)];

describe('records without our own messages', () => {
  it('lack the heartbeat and what is told of its transaction', () => {
    const others = [begin(8), message('app', 8), end(8, 1)];
    expect(withoutOwnMessages([...heartbeat, ...others])).toEqual(others);
  });

  it('keep what is told of a transaction that holds more', () => {
    const shared = [begin(7), message('vf.heartbeat', 7), message('app', 7), end(7, 2)];
    expect(withoutOwnMessages(shared)).toEqual(shared.filter((_, index) => index !== 1));
  });

  it('know a prefix under a schema too', () => {
    const withSchema = record(
      'message',
      '{"schema":{},"payload":{"prefix":"vf.heartbeat"}}',
      '{"schema":{},"payload":{}}',
    );
    expect(withoutOwnMessages([withSchema])).toEqual([]);
  });
});
