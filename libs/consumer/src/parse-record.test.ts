import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import { z } from 'zod';
import { parseRecord } from './parse-record.js';

const schema = z.object({ email: z.email(), amount: z.number() });
const eventId = '00000001-0000000000000001-00000000';

const record = (value: string | null, headers: Record<string, string> = { [EVENT_ID_HEADER]: eventId }) => ({
  topic: 't',
  partition: 1,
  offset: 7n,
  timestampMs: 5,
  key: Buffer.from('k'),
  value: value === null ? null : Buffer.from(value),
  headers,
});

describe('parsing a record', () => {
  it('gives what the schema makes of the value', () => {
    const parsed = parseRecord(record('{"email":"a@b.rw","amount":5,"more":1}'), schema);
    expect(parsed).toMatchObject({
      kind: 'record',
      record: { offset: 7n, timestampMs: 5, key: 'k', value: { email: 'a@b.rw', amount: 5 }, eventId },
    });
  });

  it('knows a tombstone and a record without an id', () => {
    expect(parseRecord(record(null), schema)).toEqual({ kind: 'tombstone' });
    expect(parseRecord(record('{"email":"a@b.rw","amount":5}', {}), schema)).toMatchObject({
      record: { eventId: null },
    });
  });

  it.each([
    ['not_json', '{"email":'],
    ['schema_mismatch', '{"email":"a@b.rw","amount":"5"}'],
    ['schema_mismatch', 'null'],
  ])('refuses with %s, naming the member but never the value', (code, value) => {
    const parsed = parseRecord(record(value), schema);
    expect(parsed).toMatchObject({ kind: 'refused', refusal: { code, attempts: 1 } });
    expect(JSON.stringify(parsed.kind === 'refused' && parsed.refusal.reason)).not.toContain('a@b.rw');
  });

  it('refuses an event id of another form, because order is told by it', () => {
    const parsed = parseRecord(record('{"email":"a@b.rw","amount":5}', { [EVENT_ID_HEADER]: '1-2-3' }), schema);
    expect(parsed).toMatchObject({ kind: 'refused', refusal: { code: 'bad_event_id' } });
  });
});
