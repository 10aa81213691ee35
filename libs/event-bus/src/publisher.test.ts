import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { RecordTooLargeError } from './errors.js';
import type { Acknowledgement, PublishRecord } from './produce-plan.js';
import { type ProducerConnection, openPublisherOver } from './publisher.js';

type Answer = (records: { topic: string; partition: number; value: string }[]) => readonly Acknowledgement[];

/** Producers that answer by script, one line per request; a line may throw. They stand for what one broker cannot show. */
function scripted(lines: Answer[], connects: (Error | undefined)[] = []) {
  const sent: string[][] = [];
  const made: { connected: boolean; disconnected: boolean }[] = [];
  const create = (): ProducerConnection => {
    const state = { connected: false, disconnected: false };
    made.push(state);
    return {
      connect: () => {
        const failure = connects.shift();
        if (failure) return Promise.reject(failure);
        state.connected = true;
        return Promise.resolve();
      },
      disconnect: () => {
        state.disconnected = true;
        return Promise.resolve();
      },
      sendBatch: (batch) => {
        const records = (batch.topicMessages ?? []).flatMap(({ topic, messages }) =>
          messages.map(({ partition, value }) => ({ topic, partition: partition ?? -1, value: String(value) })),
        );
        sent.push(records.map(({ value }) => value));
        const line = lines.shift() ?? acknowledgeAll;
        return Promise.resolve().then(() => line(records));
      },
    };
  };
  return { create, sent, made };
}

const acknowledgeAll: Answer = (records) =>
  [...new Set(records.map(({ topic, partition }) => `${topic}/${partition}`))].map((name) => {
    const [topicName = '', partition] = name.split('/');
    return { topicName, partition: Number(partition), errorCode: 0, baseOffset: '0' };
  });

const brokerFault = (type: string): Answer => {
  return () => {
    throw Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, retriable: false });
  };
};

const record = (value: string, partition = 0): PublishRecord => ({
  topic: 't',
  partition,
  key: null,
  value: Buffer.from(value),
});

const quick = { log: silentLog, backoff: { firstMs: 1, longestMs: 1 } };

describe('a publisher', () => {
  it('sends again what the answer does not cover, and only that', async () => {
    const onlyPartition0: Answer = (records) => acknowledgeAll(records.filter(({ partition }) => partition === 0));
    const { create, sent } = scripted([onlyPartition0]);
    const publisher = await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
    const result = await publisher.publish([record('a', 0), record('b', 1)]);
    expect(sent).toEqual([['a', 'b'], ['b']]);
    expect(result.get('t')?.get(1)).toEqual({ firstOffset: 0n, endOffset: 1n });
  });

  it('throws away a producer whose connect failed: it would send without idempotence', async () => {
    const { create, made } = scripted([], [new Error('no producer id'), undefined]);
    await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
    expect(made).toEqual([
      { connected: false, disconnected: true },
      { connected: true, disconnected: false },
    ]);
  });

  it.each(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'INVALID_PRODUCER_EPOCH', 'UNKNOWN_PRODUCER_ID'])(
    'replaces the producer on %s and sends the same again',
    async (type) => {
      const { create, sent, made } = scripted([brokerFault(type)]);
      const publisher = await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
      await publisher.publish([record('a')]);
      expect(sent).toEqual([['a'], ['a']]);
      expect(made.map(({ disconnected }) => disconnected)).toEqual([true, false]);
    },
  );

  it('keeps the producer on a passing fault, so that sequence numbers drop what was stored', async () => {
    const { create, made } = scripted([brokerFault('NOT_LEADER_FOR_PARTITION'), brokerFault('REQUEST_TIMED_OUT')]);
    const publisher = await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
    await publisher.publish([record('a')]);
    expect(made).toHaveLength(1);
  });

  it('halves a request that a topic finds too large, in order, and names the record that is it alone', async () => {
    const refuseMoreThanOne: Answer = (records) =>
      records.length > 1 || records[0]?.value === 'huge'
        ? brokerFault('MESSAGE_TOO_LARGE')([])
        : acknowledgeAll(records);
    const { create, sent } = scripted(Array.from({ length: 20 }, () => refuseMoreThanOne));
    const publisher = await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
    const failed = publisher.publish([record('a'), record('b'), record('huge')]);
    await expect(failed).rejects.toThrow(RecordTooLargeError);
    await expect(failed).rejects.toMatchObject({ index: 2 });
    expect(sent.filter((list) => list.length === 1).flat()).toEqual(['a', 'b', 'huge']);
  });

  it('runs calls one after another, also when one fails', async () => {
    const { create, sent } = scripted([brokerFault('MESSAGE_TOO_LARGE')]);
    const publisher = await openPublisherOver(create, { ...quick, signal: new AbortController().signal });
    const first = publisher.publish([record('a')]);
    const second = publisher.publish([record('b')]);
    await expect(first).rejects.toThrow(RecordTooLargeError);
    await second;
    expect(sent).toEqual([['a'], ['b']]);
  });

  it('gives up only at the signal, with its reason', async () => {
    const stop = new AbortController();
    const failing = Array.from({ length: 1_000 }, () => brokerFault('LEADER_NOT_AVAILABLE'));
    const { create, sent } = scripted(failing);
    const onRetry = () => sent.length === 5 && stop.abort(new Error('stopped'));
    const publisher = await openPublisherOver(create, { ...quick, signal: stop.signal, onRetry });
    await expect(publisher.publish([record('a')])).rejects.toThrow('stopped');
    expect(sent).toHaveLength(5);
  });
});
