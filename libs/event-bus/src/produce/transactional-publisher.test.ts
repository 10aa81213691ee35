import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { RecordTooLargeError, TransactionFailedError } from '../errors.js';
import { createErrorFromCode } from '../kafkajs-internals.js';
import { CODE, ScriptedTransport, answer, noAnswer } from './scripted-transport.fixture.js';
import { type TransactionalPublisherOptions, openTransactionalPublisherOver } from './transactional-publisher.js';

const backoff = { firstMs: 1, longestMs: 1 };

async function openOver(transport: ScriptedTransport, options: Partial<TransactionalPublisherOptions> = {}) {
  const signal = new AbortController().signal;
  const base = { log: silentLog, backoff, signal, transactionalId: 'id' };
  const publisher = await openTransactionalPublisherOver(transport, { ...base, ...options });
  const publish = (...values: string[]) => {
    const records = publisher.accumulate();
    values.forEach((value, partition) =>
      records.append({ topic: 't', partition, key: null, value: Buffer.from(value), timestampMs: 1 }),
    );
    return publisher.publish(records);
  };
  return { publisher, publish };
}

describe('a transactional publisher', () => {
  it('adds the partitions, sends transactional batches, and commits; sequences go on', async () => {
    const transport = new ScriptedTransport();
    const { publish } = await openOver(transport);
    const result = await publish('a', 'b');
    await publish('c');
    expect(transport.coordinated).toEqual(['add 0 1', 'commit', 'add 0', 'commit']);
    expect(transport.sent.flat().map(({ values, baseSequence }) => [values[0], baseSequence])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ]);
    expect(transport.sent.flat().every(({ bytes }) => (bytes.readInt16BE(21) & 0x10) !== 0)).toBe(true);
    expect(result.get('t')?.size).toBe(2);
    expect(transport.producerIds).toBe(1);
  });

  it('waits for the end of the last transaction, and sends again what was not answered', async () => {
    const transport = new ScriptedTransport([noAnswer, answer(CODE.notLeader)]);
    transport.coordinatorFaults.push(createErrorFromCode(CODE.concurrentTransactions), new Error('cut off'));
    const { publish } = await openOver(transport);
    await publish('a');
    expect(transport.coordinated).toEqual(['add 0', 'add 0', 'add 0', 'commit']);
    expect(transport.values).toEqual([['a'], ['a'], ['a']]);
  });

  it('asks for the commit again when the answer was lost', async () => {
    const transport = new ScriptedTransport();
    transport.coordinatorFaults.push(undefined, new Error('cut off'));
    const { publish } = await openOver(transport);
    await publish('a');
    expect(transport.coordinated).toEqual(['add 0', 'commit', 'commit']);
  });

  it.each([
    ['a later producer has the id', CODE.staleEpoch],
    ['its sequence is spoilt', CODE.outOfOrder],
  ])('is of no more use when %s: nothing is sent under another id', async (_what, code) => {
    const transport = new ScriptedTransport([answer(code)]);
    const { publish } = await openOver(transport);
    await expect(publish('a')).rejects.toThrow(TransactionFailedError);
    await expect(publish('b')).rejects.toThrow(TransactionFailedError);
    expect([transport.values, transport.coordinated, transport.producerIds]).toEqual([[['a']], ['add 0'], 1]);
  });

  it('fails when the commit is refused', async () => {
    const transport = new ScriptedTransport();
    transport.coordinatorFaults.push(undefined, createErrorFromCode(CODE.staleEpoch));
    const { publish } = await openOver(transport);
    await expect(publish('a')).rejects.toThrow(TransactionFailedError);
  });

  it('aborts what takes too long, and what a topic will never take', async () => {
    const slow = new ScriptedTransport(Array.from({ length: 1_000 }, () => noAnswer));
    await expect((await openOver(slow, { transactionLimitMs: 20 })).publish('a')).rejects.toThrow(
      TransactionFailedError,
    );
    expect(slow.coordinated.at(-1)).toBe('abort');
    const refusing = new ScriptedTransport([answer(CODE.tooLarge)]);
    await expect((await openOver(refusing)).publish('a')).rejects.toThrow(RecordTooLargeError);
    expect(refusing.coordinated.at(-1)).toBe('abort');
  });

  it('ends at the signal', async () => {
    const stop = new AbortController();
    const transport = new ScriptedTransport(Array.from({ length: 1_000 }, () => noAnswer));
    const onRetry = () => transport.sent.length === 3 && stop.abort(new Error('stopped'));
    const { publish } = await openOver(transport, { signal: stop.signal, onRetry });
    await expect(publish('a')).rejects.toThrow('stopped');
    expect(transport.sent).toHaveLength(3);
  });
});
