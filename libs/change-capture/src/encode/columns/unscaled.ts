/** A decimal text's unscaled number as the shortest big-endian two's complement, as Java's BigInteger gives it. */

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
/** Numbers of so few digits take at most six bytes, and double arithmetic on them is exact. */
const EXACT_DIGITS = 14;
const BYTE = 256;

/** Bytes of the number in source[from, to) times ten to the `scale`; digits beyond the scale are cut, missing ones are zeros. */
export function unscaledBytes(source: Buffer, from: number, to: number, scale: number): Buffer {
  const negative = source[from] === MINUS;
  let digits = 0;
  let fraction = -1;
  let magnitude = 0;
  for (let at = negative ? from + 1 : from; at < to; at += 1) {
    const byte = source[at] as number;
    if (byte === DOT) fraction = 0;
    else {
      if (fraction >= 0) fraction += 1;
      digits += 1;
      magnitude = magnitude * 10 + (byte - ZERO);
    }
  }
  const missing = scale - Math.max(0, fraction);
  if (digits + missing <= EXACT_DIGITS && missing >= 0) {
    return bytesOfNumber(negative ? -magnitude * 10 ** missing : magnitude * 10 ** missing);
  }
  return bytesOfBigInt(unscaledBigInt(source.toString('latin1', from, to), missing));
}

function unscaledBigInt(text: string, missing: number): bigint {
  const digits = BigInt(text.replace('.', ''));
  return missing >= 0 ? digits * 10n ** BigInt(missing) : digits / 10n ** BigInt(-missing);
}

/** Of an integer of at most six bytes. */
function bytesOfNumber(value: number): Buffer {
  let length = 1;
  // A byte's share of the range is one bit less than eight, for the sign.
  for (let limit = BYTE / 2; value >= limit || value < -limit; limit *= BYTE) length += 1;
  const bytes = Buffer.allocUnsafe(length);
  let rest = value < 0 ? value + BYTE ** length : value;
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = rest % BYTE;
    rest = Math.floor(rest / BYTE);
  }
  return bytes;
}

export function bytesOfBigInt(value: bigint): Buffer {
  const bits = (value < 0n ? -value - 1n : value).toString(2).length + 1;
  const length = Math.ceil(bits / 8);
  const hex = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, '0');
  return Buffer.from(hex, 'hex');
}
