import { describe, expect, it } from '@jest/globals';
import { decodeMetadataResponse, encodeMetadataRequest } from './topic-metadata.js';

describe('metadata, version 12', () => {
  it('writes the compact request, with the header tags first', () => {
    const topic = 'a';
    expect(encodeMetadataRequest([topic]).toString('hex')).toBe(
      ['00', '02', '00'.repeat(16), '02', '61', '00', '00', '00', '00'].join(''),
    );
  });

  it('reads ids and counts, skips what it does not know, and leaves out topics that are not there', () => {
    const broker = ['00000001', '02', '68', '00002384', '00', '00'];
    const partition = ['0000', '00000000', '00000001', '00000000', '02', '00000001', '02', '00000001', '01', '00'];
    const present = ['0000', '02', '61', 'ab'.repeat(16), '00', '02', ...partition, '80000000', '00'];
    const absent = ['0003', '02', '62', '00'.repeat(16), '00', '01', '80000000', '00'];
    const head = ['01', '07', '02', 'ffff', '00000000'];
    const body = [...head, '02', ...broker, '02', '63', '00000001', '03', ...present, ...absent, '00'];
    const identities = decodeMetadataResponse(Buffer.from(body.join(''), 'hex'));
    expect([...identities]).toEqual([['a', { id: 'ab'.repeat(16), partitions: 1 }]]);
  });

  it('does not take a cut-off answer for a whole one', () => {
    expect(() => decodeMetadataResponse(Buffer.from('0000000000', 'hex'))).toThrow(RangeError);
  });
});
