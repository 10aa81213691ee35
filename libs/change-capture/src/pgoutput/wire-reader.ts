/** Reads PostgreSQL's big-endian wire values one after the other. Every read is bounds-checked and throws RangeError. */
export class WireReader {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
  }

  get rest(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes.readUInt8(this.at);
    this.at += 1;
    return value;
  }

  uint16(): number {
    const value = this.bytes.readUInt16BE(this.at);
    this.at += 2;
    return value;
  }

  int32(): number {
    const value = this.bytes.readInt32BE(this.at);
    this.at += 4;
    return value;
  }

  /** Object and transaction ids: unsigned, the library's own parser makes them negative above 2^31. */
  uint32(): number {
    const value = this.bytes.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }

  int64(): bigint {
    const value = this.bytes.readBigInt64BE(this.at);
    this.at += 8;
    return value;
  }

  uint64(): bigint {
    const value = this.bytes.readBigUInt64BE(this.at);
    this.at += 8;
    return value;
  }

  /** A zero-terminated text. */
  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new RangeError('a text without end');
    const text = this.bytes.toString('utf8', this.at, end);
    this.at = end + 1;
    return text;
  }

  /** Passes over that many bytes; gives the position after them. */
  skip(length: number): number {
    if (length < 0 || length > this.rest)
      throw new RangeError(`a value of ${String(length)} bytes in ${String(this.rest)}`);
    this.at += length;
    return this.at;
  }

  /** A copy: the driver's buffer is reused for the next message. */
  copyOfBytes(length: number): Buffer {
    const from = this.at;
    return Buffer.from(this.bytes.subarray(from, this.skip(length)));
  }
}
