import { describe, expect, it } from '@jest/globals';
import { stamp } from '../encode/encode-rows.fixture.js';
import { deletedEnvelope, deletedRow } from './deletion-emission.js';

const BIG = '12345678901234567890';
const source = '{"snapshot":"false","lsn":1,"txId":7,"event_id":"e","ts_ms":1}';
const envelope = `{"before":null,"after":{"id":${BIG},"n":1.10},"source":${source},"op":"c","ts_ms":1}`;

describe('the delete of a row that vanished', () => {
  it('shows the row as it was last told, to the last digit', () => {
    const text = String(deletedEnvelope(Buffer.from(envelope), stamp, 5));
    expect(text).toContain(`{"before":{"id":${BIG},"n":1.10},"after":null,`);
    expect(JSON.parse(text)).toMatchObject({
      op: 'd',
      source: { snapshot: 'true', txId: null, event_id: null, lsn: Number(stamp.commitLsn) },
      ts_ms: 5,
      ts_ns: 5_000_000,
    });
  });

  it('has an event id only where the row had one', () => {
    const without = envelope.replace(',"event_id":"e"', '');
    expect(String(deletedEnvelope(Buffer.from(without), stamp, 5))).not.toContain('event_id');
  });

  it('keeps the schema beside it where there is one', () => {
    const text = String(deletedEnvelope(Buffer.from(`{"schema":{"type":"struct"},"payload":${envelope}}`), stamp, 5));
    expect(JSON.parse(text)).toMatchObject({ schema: { type: 'struct' }, payload: { op: 'd', after: null } });
  });

  it('is a flat row too, with its schema, and with a column that is called payload', () => {
    const row = (id: string) => `{"id":${id},"payload":{"a":1},"__op":"c","__deleted":false,"__lsn":1,"__version":"0"}`;
    const told = (text: string) => JSON.parse(String(deletedRow(Buffer.from(text), stamp))) as object;
    const deletion = { payload: { a: 1 }, __op: 'd', __deleted: true, __event_id: null };
    expect(told(row('1'))).toMatchObject({ id: 1, ...deletion });
    expect(told(`{"schema":{"type":"struct"},"payload":${row('1')}}`)).toMatchObject({
      schema: { type: 'struct' },
      payload: { id: 1, ...deletion },
    });
  });

  it('is not said twice', () => {
    const deleted = deletedEnvelope(Buffer.from(envelope), stamp, 5)!;
    expect(deletedEnvelope(deleted, stamp, 5)).toBeUndefined();
    const row = deletedRow(Buffer.from(`{"id":${BIG},"__op":"c","__deleted":false,"__lsn":1,"__version":"0"}`), stamp)!;
    expect(String(row)).toContain(`{"id":${BIG},"__op":"d","__deleted":true,`);
    expect(deletedRow(row, stamp)).toBeUndefined();
  });
});
