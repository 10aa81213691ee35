/** Base64 of bytes, written straight into a record. */
import type { RecordArena } from '../record-arena.js';

const PADDING = 0x3d;
const tableOf = (last: string) => Buffer.from(`ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`);

export const BASE64 = tableOf('+/');
export const BASE64_URL_SAFE = tableOf('-_');

/** Always padded, as Java's encoders pad. `byteAt` gives byte 0 to length - 1. */
export function writeBase64(
  out: RecordArena,
  alphabet: Buffer,
  length: number,
  byteAt: (index: number) => number,
): void {
  const digit = (index: number) => out.byte(alphabet[index & 0x3f] as number);
  for (let at = 0; at < length; at += 3) {
    const [first, second, third] = [
      byteAt(at),
      at + 1 < length ? byteAt(at + 1) : 0,
      at + 2 < length ? byteAt(at + 2) : 0,
    ];
    const bits = (first << 16) | (second << 8) | third;
    digit(bits >> 18);
    digit(bits >> 12);
    if (at + 1 < length) digit(bits >> 6);
    else out.byte(PADDING);
    if (at + 2 < length) digit(bits);
    else out.byte(PADDING);
  }
}
