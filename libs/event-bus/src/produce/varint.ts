/**
 * Kafka's variable-length integers: zigzag, then seven bits a byte, least significant first. Written in 32-bit integers,
 * as nearly all of a record's numbers are small; only a timestamp's distance can need more.
 */
const CONTINUES = 0x80;
const PAYLOAD = 0x7f;
const PAYLOAD_BITS = 7;
const SIGN_SHIFT = 31;
const LARGEST_INT32 = 0x7fff_ffff;
const LONG_BITS = 64;

/** Bytes of a 32-bit integer. */
export function varintSize(value: number): number {
  let rest = ((value << 1) ^ (value >> SIGN_SHIFT)) >>> 0;
  let bytes = 1;
  for (; rest >= CONTINUES; rest >>>= PAYLOAD_BITS) bytes += 1;
  return bytes;
}

/** Writes a 32-bit integer; gives the position after it. */
export function writeVarint(target: Buffer, at: number, value: number): number {
  let rest = ((value << 1) ^ (value >> SIGN_SHIFT)) >>> 0;
  let position = at;
  for (; rest >= CONTINUES; rest >>>= PAYLOAD_BITS) {
    target[position] = (rest & PAYLOAD) | CONTINUES;
    position += 1;
  }
  target[position] = rest;
  return position + 1;
}

/** Bytes of an integer of any size that a double holds exactly. */
export function varlongSize(value: number): number {
  if (isInt32(value)) return varintSize(value);
  let rest = zigzagLong(value) >> BigInt(PAYLOAD_BITS);
  let bytes = 1;
  for (; rest > 0n; rest >>= BigInt(PAYLOAD_BITS)) bytes += 1;
  return bytes;
}

/** Writes an integer of any size that a double holds exactly; gives the position after it. */
export function writeVarlong(target: Buffer, at: number, value: number): number {
  if (isInt32(value)) return writeVarint(target, at, value);
  let rest = zigzagLong(value);
  let position = at;
  for (; rest >= BigInt(CONTINUES); rest >>= BigInt(PAYLOAD_BITS)) {
    target[position] = Number(rest & BigInt(PAYLOAD)) | CONTINUES;
    position += 1;
  }
  target[position] = Number(rest);
  return position + 1;
}

/** Reads what `writeVarlong` wrote. One reader serves a whole batch. Throws RangeError past the end. */
export class VarintReader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  next(): number {
    let value = 0;
    for (let weight = 1; ; weight *= CONTINUES) {
      const byte = this.bytes.readUInt8(this.at);
      this.at += 1;
      value += (byte & PAYLOAD) * weight;
      // Zigzag: even numbers are the positive ones.
      if (byte < CONTINUES) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }
}

const isInt32 = (value: number) => value <= LARGEST_INT32 && value >= -LARGEST_INT32 - 1;

const zigzagLong = (value: number) =>
  BigInt.asUintN(LONG_BITS, (BigInt(value) << 1n) ^ (BigInt(value) >> BigInt(LONG_BITS - 1)));
