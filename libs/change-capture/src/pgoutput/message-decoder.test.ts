import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MessageDecoder } from './message-decoder.js';
import * as wire from './wire-messages.fixture.js';

const decode = (bytes: Buffer) => new MessageDecoder().decode(bytes);
const commitTimeUs = 1_795_000_000_123_456n;

describe('the pgoutput decoder', () => {
  it('reads transactions with 64-bit positions and unsigned ids', () => {
    expect(decode(wire.beginMessage(2n ** 63n, commitTimeUs, 4_000_000_000))).toEqual({
      tag: 'begin',
      commitLsn: 2n ** 63n,
      commitTimeUs,
      xid: 4_000_000_000,
    });
    expect(decode(wire.commitMessage(16n, 32n, commitTimeUs))).toEqual({
      tag: 'commit',
      commitLsn: 16n,
      endLsn: 32n,
      commitTimeUs,
    });
  });

  it('reads a relation whose id is above 2^31', () => {
    const bytes = wire.relationMessage(3_000_000_000, 'wallets', [{ name: 'id', typeOid: 2950 }]);
    expect(decode(bytes)).toEqual({
      tag: 'relation',
      id: 3_000_000_000,
      schema: 'public',
      table: 'wallets',
      replicaIdentity: 'f',
      columns: [{ name: 'id', inIdentity: true, typeOid: 2950, typeModifier: -1 }],
    });
  });

  it('keeps a row’s values as text, told apart from NULL and from values that were not sent', () => {
    const message = decode(wire.updateMessage(7, ['a', 'old'], [null, undefined]));
    if (message.tag !== 'row' || !message.before || !message.after) throw new Error('no row');
    expect([message.kind, message.relationId]).toEqual(['update', 7]);
    expect([message.before.text(0), message.before.text(1)]).toEqual(['a', 'old']);
    expect([message.after.text(0), message.after.kind(0)]).toEqual([null, 'n'.charCodeAt(0)]);
    expect(message.after.kind(1)).toBe('u'.charCodeAt(0));
  });

  it('copies the content of logical messages', () => {
    const bytes = wire.logicalMessage(9n, 'p', 'content');
    const message = decode(bytes);
    bytes.fill(0);
    if (message.tag !== 'message') throw new Error('no message');
    expect([message.prefix, message.content.toString()]).toEqual(['p', 'content']);
  });

  it('reads truncates', () => {
    expect(decode(wire.truncateMessage([1, 2]))).toEqual({
      tag: 'truncate',
      relationIds: [1, 2],
      cascade: true,
      restartIdentity: true,
    });
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decode(Buffer.from(bytes))));
  });

  it('calls a message with a byte too few or too many poison', () => {
    const whole = [
      wire.beginMessage(1n, commitTimeUs, 1),
      wire.commitMessage(1n, 2n, commitTimeUs),
      wire.relationMessage(1, 't', [{ name: 'id', typeOid: 20 }]),
      wire.insertMessage(1, ['1', 'two', null]),
      wire.updateMessage(1, ['1'], ['2']),
      wire.deleteMessage(1, ['1']),
      wire.logicalMessage(1n, 'p', 'content'),
    ];
    for (const bytes of whole) {
      expect(decode(bytes).tag).not.toBe('poison');
      expect(decode(Buffer.concat([bytes, Buffer.from([0])])).tag).toBe('poison');
      for (let length = 0; length < bytes.length; length += 1) {
        expect(decode(bytes.subarray(0, length)).tag).toBe('poison');
      }
    }
  });
});
