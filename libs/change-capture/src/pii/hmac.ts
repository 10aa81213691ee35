/** HMAC-SHA-256 (RFC 2104) over two calls of the one-shot hash: half the time of an Hmac object per value. */
import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
const FIRST_MESSAGE_BYTES = 512;

export class Hmac {
  /** The padded key, and room for a message behind it. */
  #inner: Buffer;
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);

  constructor(secret: string) {
    const given = Buffer.from(secret);
    const key = given.length > BLOCK_BYTES ? hash('sha256', given, 'buffer') : given;
    this.#inner = Buffer.alloc(BLOCK_BYTES + FIRST_MESSAGE_BYTES, INNER_PAD);
    for (const [index, byte] of key.entries()) {
      this.#inner[index] = INNER_PAD ^ byte;
      this.#outer[index] = OUTER_PAD ^ byte;
    }
  }

  /** 64 lower-case hex digits for the UTF-8 bytes of a text. */
  hex(message: string): string {
    const length = Buffer.byteLength(message);
    if (BLOCK_BYTES + length > this.#inner.length) this.#grow(length);
    this.#inner.write(message, BLOCK_BYTES, 'utf8');
    // As text of one byte per character: cheaper than a buffer per hash.
    const digest = hash('sha256', this.#inner.subarray(0, BLOCK_BYTES + length), 'binary');
    this.#outer.write(digest, BLOCK_BYTES, 'latin1');
    return hash('sha256', this.#outer, 'hex');
  }

  #grow(length: number): void {
    const bigger = Buffer.alloc(BLOCK_BYTES + length * 2);
    this.#inner.copy(bigger, 0, 0, BLOCK_BYTES);
    this.#inner = bigger;
  }
}
