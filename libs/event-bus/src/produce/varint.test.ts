import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decoder } from '../kafkajs-internals.js';
import { VarintReader, varintSize, varlongSize, writeVarint, writeVarlong } from './varint.js';

const int32 = fc.oneof(fc.integer(), fc.integer({ min: -130, max: 130 }));
const exactDouble = fc.oneof(
  int32,
  fc.maxSafeInteger().map((value) => Math.trunc(value / 4)),
);

describe('varints', () => {
  it('of 32 bits are read back by the client’s own decoder, in as many bytes as foretold', () => {
    fc.assert(
      fc.property(int32, (value) => {
        const bytes = Buffer.alloc(10);
        const end = writeVarint(bytes, 0, value);
        expect(end).toBe(varintSize(value));
        const decoder = new Decoder(bytes);
        expect([decoder.readVarInt(), decoder.offset]).toEqual([value, end]);
      }),
    );
  });

  it('of more bits too, and by our own reader', () => {
    fc.assert(
      fc.property(exactDouble, (value) => {
        const bytes = Buffer.alloc(10);
        const end = writeVarlong(bytes, 0, value);
        expect(end).toBe(varlongSize(value));
        expect(String(new Decoder(bytes).readVarLong())).toBe(String(value));
        const reader = new VarintReader(bytes);
        expect([reader.next() + 0, reader.at]).toEqual([value + 0, end]);
      }),
    );
  });

  it('that are cut off are an error', () => {
    expect(() => new VarintReader(Buffer.from([0x80])).next()).toThrow(/out of range/);
  });
});
