/** Drives an encoder through the decoder, as the stream does. */
import { MessageDecoder } from '../pgoutput/message-decoder.js';
import type { Relation } from '../pgoutput/messages.js';
import { relationMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import type { ChangeRecord, TableEncoder } from './change-record.js';
import { stampTransaction, type TransactionStamp } from './transaction-stamp.js';

export const stamp: TransactionStamp = stampTransaction(
  { tag: 'begin', commitLsn: 0x152a4c8n, commitTimeUs: 1_795_000_000_123_456n, xid: 771 },
  { epoch: 2, database: 'shop', previousCommitLsn: 0x152a400n },
);

export function relationOf(table: string, columns: readonly WireColumn[], identity = 'f'): Relation {
  const message = new MessageDecoder().decode(relationMessage(1, table, columns, identity));
  if (message.tag !== 'relation') throw new Error('no relation');
  return message;
}

/** Records of one row message, with values and keys as text. */
export function encode(encoder: TableEncoder, bytes: Buffer, ordinal = 0): EncodedRecord[] {
  const message = new MessageDecoder().decode(bytes);
  if (message.tag !== 'row') throw new Error(`no row: ${JSON.stringify(message)}`);
  const records: ChangeRecord[] = [];
  encoder.encode(message, { transaction: stamp, ordinal, lsn: '0/152A470' }, (record) => records.push(record));
  return records.map((record) => ({ ...record, key: textOf(record.key), value: textOf(record.value) }));
}

export type EncodedRecord = Omit<ChangeRecord, 'key' | 'value'> & { key: string | null; value: string | null };

const textOf = (bytes: Buffer | null) => (bytes === null ? null : bytes.toString('utf8'));
