import { describe, expect, it } from '@jest/globals';
import { decodeBatches } from './fetch-partitions.js';

/** A record batch that compaction has emptied: only its header is left. */
function emptiedBatch(baseOffset: bigint, lastOffsetDelta: number): Buffer {
  const batch = Buffer.alloc(61);
  batch.writeBigInt64BE(baseOffset, 0);
  batch.writeInt32BE(61 - 12, 8);
  batch.writeInt8(2, 16); // magic
  batch.writeInt32BE(lastOffsetDelta, 23);
  return batch;
}

describe('record batches of a fetch', () => {
  it('that compaction has emptied still say where the next one begins', async () => {
    expect(await decodeBatches(emptiedBatch(100n, 9))).toEqual({ messages: [], nextOffset: 110n });
  });

  it('that are cut off are left for the next fetch', async () => {
    const bytes = Buffer.concat([emptiedBatch(100n, 9), emptiedBatch(110n, 4).subarray(0, 50)]);
    expect(await decodeBatches(bytes)).toEqual({ messages: [], nextOffset: 110n });
  });

  it('may be none', async () => {
    expect(await decodeBatches(Buffer.alloc(0))).toEqual({ messages: [], nextOffset: undefined });
  });
});
