import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { RecordTooLargeError } from '../errors.js';
import type { PublishRecord } from '../publish-record.js';
import { type BatchPublisher, type BatchPublisherOptions, openBatchPublisherOver } from './batch-publisher.js';
import { CODE, type Line, ScriptedTransport, answer, noAnswer, store } from './scripted-transport.fixture.js';

const record = (value: string, partition = 0): PublishRecord => ({
  topic: 't',
  partition,
  key: null,
  value: Buffer.from(value),
  timestampMs: 1,
});

async function openOver(transport: ScriptedTransport, options: Partial<BatchPublisherOptions> = {}) {
  const backoff = { firstMs: 1, longestMs: 1 };
  return openBatchPublisherOver(transport, {
    log: silentLog,
    backoff,
    signal: new AbortController().signal,
    ...options,
  });
}

function publish(publisher: BatchPublisher, ...records: PublishRecord[]) {
  const accumulator = publisher.accumulate();
  for (const each of records) accumulator.append(each);
  return publisher.publish(accumulator);
}

describe('a batch publisher', () => {
  it('sends all partitions of a node in one request, and to each node its own', async () => {
    const transport = new ScriptedTransport();
    transport.leader = (_topic, partition) => (partition === 2 ? 'b' : 'a');
    const publisher = await openOver(transport);
    const result = await publish(publisher, record('1', 0), record('2', 1), record('3', 2), record('4', 0));
    expect(transport.sent.map((batches) => batches.map(({ node, values }) => [node, ...values]))).toEqual([
      [
        ['a', '1', '4'],
        ['a', '2'],
      ],
      [['b', '3']],
    ]);
    expect(result.get('t')?.get(0)).toEqual({ firstOffset: 0n, endOffset: 2n });
  });

  it('counts sequences by partition, and on with every acknowledgement', async () => {
    const transport = new ScriptedTransport();
    const publisher = await openOver(transport);
    await publish(publisher, record('a'), record('b'), record('c', 1));
    await publish(publisher, record('d'), record('e', 1));
    expect(transport.sent.map((batches) => batches.map(({ baseSequence }) => baseSequence))).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });

  it.each([
    ['nobody answers', noAnswer],
    ['the leader moved', answer(CODE.notLeader)],
    ['replicas are too slow', answer(CODE.timedOut)],
    ['replicas are missing', answer(CODE.notEnoughReplicas)],
    ['the topic is not known yet', answer(CODE.unknownTopic)],
  ])('sends the very same bytes again when %s, so that the broker drops what it has', async (_what, line) => {
    const transport = new ScriptedTransport([line, line]);
    const publisher = await openOver(transport);
    await publish(publisher, record('a'));
    expect(transport.values).toEqual([['a'], ['a'], ['a']]);
    const [first, second] = transport.sent.map(([batch]) => batch?.bytes);
    expect(second).toEqual(first);
    expect(transport.producerIds).toBe(1);
    expect(transport.leaderRefreshes).toBeGreaterThan(1);
  });

  it('goes to the new leader after a move', async () => {
    const transport = new ScriptedTransport([answer(CODE.notLeader)]);
    transport.leader = () => (transport.sent.length === 0 ? 'old' : 'new');
    await publish(await openOver(transport), record('a'));
    expect(transport.sent.map(([batch]) => batch?.node)).toEqual(['old', 'new']);
  });

  it('sends again only what was not acknowledged: refused, or left out of the answer', async () => {
    const partly: Line = (batches) =>
      store(batches)
        .filter(({ partition }) => partition !== 1)
        .map((stored) => (stored.partition === 2 ? { ...stored, errorCode: CODE.notLeader } : stored));
    const transport = new ScriptedTransport([partly]);
    const publisher = await openOver(transport);
    const result = await publish(publisher, record('a', 0), record('b', 1), record('c', 2));
    expect(transport.values).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    expect(result.get('t')?.size).toBe(3);
  });

  it('sends the rest of one node again when another has answered', async () => {
    const transport = new ScriptedTransport([undefined, noAnswer]);
    transport.leader = (_topic, partition) => String(partition);
    await publish(await openOver(transport), record('a', 0), record('b', 1));
    expect(transport.values).toEqual([['a'], ['b'], ['b']]);
  });

  it.each([
    ['sequence', CODE.outOfOrder],
    ['epoch', CODE.staleEpoch],
    ['id', CODE.unknownProducer],
  ])('takes a new producer id when its %s is spoilt, and numbers everything anew', async (_what, code) => {
    const transport = new ScriptedTransport([undefined, answer(code)]);
    const publisher = await openOver(transport);
    await publish(publisher, record('a'));
    await publish(publisher, record('b'));
    await publish(publisher, record('c'));
    expect(transport.sent.flat().map((batch) => [batch.values[0], batch.producerId, batch.baseSequence])).toEqual([
      ['a', 1, 0],
      ['b', 1, 1],
      ['b', 2, 0],
      ['c', 2, 1],
    ]);
  });

  it('halves a batch that its topic finds too large, in order, and names the record that is it alone', async () => {
    const refuseMoreThanOne: Line = (batches) =>
      batches.some(({ values }) => values.length > 1 || values[0] === 'huge')
        ? answer(CODE.tooLarge)(batches)
        : store(batches);
    const transport = new ScriptedTransport(Array.from({ length: 20 }, () => refuseMoreThanOne));
    const failed = publish(await openOver(transport), record('a'), record('b'), record('huge'));
    await expect(failed).rejects.toThrow(RecordTooLargeError);
    await expect(failed).rejects.toMatchObject({ record: { value: Buffer.from('huge') } });
    const alone = transport.sent.flat().filter(({ values }) => values.length === 1);
    expect(alone.map(({ values, baseSequence }) => [values[0], baseSequence])).toEqual([
      ['a', 0],
      ['b', 1],
      ['huge', 2],
    ]);
  });

  it('keeps the order of a partition that takes more than one batch', async () => {
    const transport = new ScriptedTransport([answer(CODE.timedOut)]);
    const publisher = await openOver(transport, { maxBatchBytes: 200 });
    const values = Array.from({ length: 20 }, (_, index) => `value ${index}`);
    const result = await publish(publisher, ...values.map((value) => record(value)));
    expect(transport.sent.every((batches) => batches.length === 1)).toBe(true);
    expect(transport.values.slice(1).flat()).toEqual(values);
    expect(result.get('t')?.get(0)?.firstOffset).toBe(0n);
  });

  it('refuses a record that fits no batch while it is appended', async () => {
    const accumulator = (await openOver(new ScriptedTransport(), { maxBatchBytes: 200 })).accumulate();
    accumulator.append(record('small'));
    expect(() => accumulator.append(record('x'.repeat(200)))).toThrow(RecordTooLargeError);
    expect(accumulator.count).toBe(1);
  });

  it('runs calls one after another, also when one fails', async () => {
    const transport = new ScriptedTransport([answer(CODE.tooLarge)]);
    const publisher = await openOver(transport);
    const first = publish(publisher, record('a'));
    const second = publish(publisher, record('b'));
    await expect(first).rejects.toThrow(RecordTooLargeError);
    await second;
    expect(transport.values).toEqual([['a'], ['b']]);
  });

  it('waits for a broker that is away when it opens', async () => {
    const transport = new ScriptedTransport();
    transport.refusedConnects.push(new Error('away'), new Error('away'));
    const failures: number[] = [];
    await openOver(transport, { onRetry: (_err, count) => failures.push(count) });
    expect(failures).toEqual([1, 2]);
  });

  it('gives up only at the signal, with its reason', async () => {
    const stop = new AbortController();
    const transport = new ScriptedTransport(Array.from({ length: 1_000 }, () => noAnswer));
    const onRetry = () => transport.sent.length === 5 && stop.abort(new Error('stopped'));
    const publisher = await openOver(transport, { signal: stop.signal, onRetry });
    await expect(publish(publisher, record('a'))).rejects.toThrow('stopped');
    expect(transport.sent).toHaveLength(5);
  });
});
