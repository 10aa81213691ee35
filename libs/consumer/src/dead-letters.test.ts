import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import type { PublishRecord, PublishResult, Publisher } from '@vf/event-bus';
import { schemaFaults } from '@vf/testing';
import { DeadLetters, toDeadLetter } from './dead-letters.js';
import { DeadLetterUnavailableError } from './errors.js';

const refusal = (offset: bigint, headers: Record<string, string> = {}, value: Buffer | null = Buffer.from('{')) => ({
  record: { topic: 't', partition: 2, offset, timestampMs: 9, key: Buffer.from('k'), value, headers },
  code: 'not_json',
  reason: 'its value is not JSON',
  attempts: 3,
});
const to = { topic: 'dlq', groupId: 'g' };

describe('a dead letter', () => {
  it('says where it came from and why, and keeps the value as it was', () => {
    const letter = toDeadLetter(refusal(7n, { trace: 'x' }), to);
    expect(letter).toMatchObject({ topic: 'dlq', partition: 0, value: Buffer.from('{') });
    expect(letter.headers).toEqual({
      trace: 'x',
      'vf-dlq-topic': 't',
      'vf-dlq-partition': '2',
      'vf-dlq-offset': '7',
      'vf-dlq-timestamp-ms': '9',
      'vf-dlq-key': 'k',
      'vf-dlq-code': 'not_json',
      'vf-dlq-reason': 'its value is not JSON',
      'vf-dlq-attempts': '3',
      'vf-dlq-group': 'g',
    });
  });

  it('has the same key however often it is written: the event id, or the place', () => {
    expect(String(toDeadLetter(refusal(7n, { [EVENT_ID_HEADER]: 'id' }), to).key)).toBe('id');
    expect(String(toDeadLetter(refusal(7n), to).key)).toBe('t/2/7');
  });

  it('leaves out a value that no batch would hold, and says so', () => {
    const letter = toDeadLetter(refusal(7n, {}, Buffer.alloc(900 * 1024)), to);
    expect(letter.value).toBeNull();
    expect(letter.headers).toMatchObject({ 'vf-dlq-value-left-out': '921600 bytes' });
  });
});

describe('the schema of dead letters', () => {
  const faults = ({ key, value, headers = {} }: PublishRecord) => {
    const texts = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
    const text = (bytes: Buffer | null) => bytes?.toString() ?? null;
    return schemaFaults('dead-letters.ledger-projection', { key: text(key), value: text(value), headers: texts });
  };
  const letter = toDeadLetter(refusal(7n, { trace: 'x' }), to);
  const { trace, ...ours } = letter.headers ?? {};

  it('takes a letter, whatever headers the record had, and one whose value was left out', () => {
    expect([trace, faults(letter)]).toEqual(['x', []]);
    expect(faults(toDeadLetter(refusal(7n, {}, Buffer.alloc(900 * 1024)), to))).toEqual([]);
  });

  it.each(Object.keys(ours))('does not take one without %s', (name) => {
    const { [name]: _, ...others } = ours;
    expect(faults({ ...letter, headers: others })).toHaveLength(1);
  });

  it.each(['vf-dlq-partition', 'vf-dlq-offset', 'vf-dlq-timestamp-ms', 'vf-dlq-attempts'])(
    'does not take one whose %s is no number',
    (name) => expect(faults({ ...letter, headers: { ...ours, [name]: 'x' } })).toHaveLength(1),
  );
});

const acknowledged: PublishResult = new Map();

describe('writing dead letters', () => {
  function recording(answer: () => Promise<PublishResult>) {
    const sent: PublishRecord[] = [];
    const publisher: Publisher = {
      publish: (records) => {
        sent.push(...records);
        return answer();
      },
      close: () => Promise.resolve(),
    };
    return { sent, open: () => Promise.resolve(publisher) };
  }

  it('writes a letter once, though its transaction is tried again', async () => {
    const { sent, open } = recording(() => Promise.resolve(acknowledged));
    const letters = new DeadLetters({ ...to, timeoutMs: 1_000, open });
    await letters.write([refusal(1n), refusal(2n)]);
    await letters.write([refusal(1n), refusal(2n)]);
    expect(sent.map(({ key }) => String(key))).toEqual(['t/2/1', 't/2/2']);
  });

  it('gives up waiting, and waits for the same letter the next time instead of sending another', async () => {
    let settle: (result: PublishResult) => void = () => undefined;
    const { sent, open } = recording(() => new Promise((resolve) => (settle = resolve)));
    const letters = new DeadLetters({ ...to, timeoutMs: 20, open });
    await expect(letters.write([refusal(1n)])).rejects.toThrow(DeadLetterUnavailableError);
    settle(acknowledged);
    await letters.write([refusal(1n)]);
    expect(sent).toHaveLength(1);
  });

  it('sends again what failed', async () => {
    let failures = 1;
    const { sent, open } = recording(() =>
      failures-- > 0 ? Promise.reject(new Error('closing')) : Promise.resolve(acknowledged),
    );
    const letters = new DeadLetters({ ...to, timeoutMs: 1_000, open });
    await expect(letters.write([refusal(1n)])).rejects.toThrow(DeadLetterUnavailableError);
    await letters.write([refusal(1n)]);
    expect(sent).toHaveLength(2);
  });
});
