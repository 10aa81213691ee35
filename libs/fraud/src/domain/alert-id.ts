import { createHash } from 'node:crypto';
import type { VelocityRule } from './velocity-rule.js';

const UUID_BYTES = 16;

/**
 * The id of the alert that begins at this payment: the same wherever, whenever and in whatever order it is found. A UUID of
 * version 8 (RFC 9562, name-based) over SHA-256 of `vendorflow/alert/<rule>/<version>/<sender>/<payment>`.
 */
export function alertIdOf(rule: Pick<VelocityRule, 'id' | 'version'>, senderId: string, paymentId: string): string {
  const name = ['vendorflow', 'alert', rule.id, String(rule.version), senderId, paymentId].join('/');
  const bytes = createHash('sha256').update(name).digest().subarray(0, UUID_BYTES);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
