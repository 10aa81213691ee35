/** Drives an encoder through the decoder, as the stream does. */
import { MessageDecoder } from '../pgoutput/message-decoder.js';
import type { Relation } from '../pgoutput/messages.js';
import { relationMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import type { PiiHasher } from '../pii/pii-hasher.js';
import type { ColumnFacts } from '../types/column-facts.js';
import type { DescribedRelation } from '../types/described-relation.js';
import { TypeCatalogue } from '../types/type-catalogue.js';
import type { ChangeRecord, TableEncoder } from './change-record.js';
import { profiles, type FormatOptions } from './format-options.js';
import { RecordArena } from './record-arena.js';
import type { TableContext } from './table-context.js';
import { stampTransaction, type TransactionStamp } from './transaction-stamp.js';

export const stamp: TransactionStamp = stampTransaction(
  { commitLsn: 0x152a4c8n, commitTimeUs: 1_795_000_000_123_456n, xid: 771 },
  { epoch: 2, database: 'shop', format: profiles.json, previousCommitLsn: 0x152a400n },
);

export function relationOf(table: string, columns: readonly WireColumn[], identity = 'f'): Relation {
  const message = new MessageDecoder().decode(relationMessage(1, table, columns, identity));
  if (message.tag !== 'relation') throw new Error('no relation');
  return message;
}

/** As without a catalogue: every column may be null, and types are the built-in ones. */
export const describe = (
  relation: Relation,
  facts: Readonly<Record<string, Partial<ColumnFacts>>> = {},
): DescribedRelation => ({
  relation,
  columns: relation.columns.map(({ name, typeOid, typeModifier }) => ({
    name,
    typeOid,
    modifier: typeModifier,
    notNull: false,
    defaultExpression: null,
    ...facts[name],
  })),
  catalogue: new TypeCatalogue(),
});

export const contextOf = (
  relation: Relation | DescribedRelation,
  format: FormatOptions = profiles.json,
  hasher?: PiiHasher,
): TableContext => ({
  described: 'tag' in relation ? describe(relation) : relation,
  format,
  out: new RecordArena(512),
  ...(hasher ? { hasher } : {}),
});

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
