/** Positions in the write-ahead log: unsigned 64-bit integers here, `X/Y` (two halves in hex) in PostgreSQL's texts. */

const TEXT = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;
const HALF_BITS = 32n;
const LOW_HALF = 0xffff_ffffn;

/** Reads `16/B374D848`, padded or not. Never compare the texts: the library pads in one place and not in another. Throws RangeError. */
export function parseLsn(text: string): bigint {
  const match = TEXT.exec(text);
  if (!match) throw new RangeError(`not an LSN: ${text.slice(0, 40)}`);
  const [, high = '', low = ''] = match;
  return (BigInt(`0x${high}`) << HALF_BITS) | BigInt(`0x${low}`);
}

/** PostgreSQL's own text of an LSN, unpadded: `16/B374D848`. */
export function formatLsn(lsn: bigint): string {
  return `${hex(lsn >> HALF_BITS)}/${hex(lsn & LOW_HALF)}`;
}

/** 16 lower-case hex digits, so that text order is log order: the form of our records. */
export function lsnToFixedHex(lsn: bigint): string {
  return lsn.toString(16).padStart(16, '0');
}

const hex = (half: bigint) => half.toString(16).toUpperCase();

const LSN_HALF = 2 ** 32;

/** `X/Y` to decimal digits. In doubles while they are exact, since a BigInt per row is the dearer way. */
export function decimalLsn(text: string): string {
  const slash = text.indexOf('/');
  const [high, low] = [parseInt(text.slice(0, slash), 16), parseInt(text.slice(slash + 1), 16)];
  const lsn = high * LSN_HALF + low;
  return Number.isSafeInteger(lsn) ? String(lsn) : String(BigInt(high) * BigInt(LSN_HALF) + BigInt(low));
}
