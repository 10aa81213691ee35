/**
 * The transaction topic and the `transaction` block of envelopes (`provide.transaction.metadata`). A transaction is told
 * with its first event; one without an event of this pipeline is not told at all.
 */
import { EVENT_ID_HEADER } from '@vf/contracts';
import { decimalLsn } from '../lsn.js';
import type { EmitRecord } from './change-record.js';
import { jacksonText } from './columns/jackson.js';
import { fieldOf, named, optional, renderSchema, type ConnectSchema } from './connect-schema.js';
import type { FormatOptions } from './format-options.js';
import { eventIndexText, type TransactionStamp } from './transaction-stamp.js';

/** Everything is in one partition: BEGIN and END have different keys, and their order is what the topic is for. */
export const TRANSACTION_PARTITIONS = 1;
const ONLY_PARTITION = 0;

const STRING: ConnectSchema = { type: 'string' };
const INT64: ConnectSchema = { type: 'int64' };

export const TRANSACTION_KEY: ConnectSchema = {
  ...named('struct', 'io.debezium.connector.common.TransactionMetadataKey'),
  fields: [fieldOf('id', STRING)],
};
const COLLECTION: ConnectSchema = {
  ...named('struct', 'event.collection'),
  optional: true,
  fields: [fieldOf('data_collection', STRING), fieldOf('event_count', INT64)],
};
export const TRANSACTION_VALUE: ConnectSchema = {
  ...named('struct', 'io.debezium.connector.common.TransactionMetadataValue'),
  fields: [
    fieldOf('status', STRING),
    fieldOf('id', STRING),
    fieldOf('event_count', optional(INT64)),
    fieldOf('data_collections', { type: 'array', items: COLLECTION, optional: true }),
    fieldOf('ts_ms', INT64),
  ],
};

export interface TransactionLogOptions {
  readonly topic: string;
  readonly format: FormatOptions;
  readonly emit: EmitRecord;
}

export class TransactionLog {
  readonly #counts = new Map<string, number>();
  #total = 0;
  #transaction: TransactionStamp | undefined;
  #beginLsn = '';

  constructor(private readonly options: TransactionLogOptions) {}

  /** `lsn` of the Begin, `X/Y`: that of the transaction's first record. */
  begin(transaction: TransactionStamp, lsn: string): void {
    this.#transaction = transaction;
    this.#beginLsn = lsn;
    this.#total = 0;
    this.#counts.clear();
  }

  /**
   * JSON of the block of the next event, which is one of that collection. `lsn` in decimal digits. `order`: where it is not
   * its place among the collection's events of the transaction.
   */
  block(collection: string, lsn: string, order = (this.#counts.get(collection) ?? 0) + 1): string {
    const transaction = this.#transaction;
    if (!transaction) return 'null';
    if (this.#total === 0) {
      const value = `{"status":"BEGIN","id":"${this.#id(decimalLsn(this.#beginLsn))}","event_count":null,"data_collections":null,`;
      this.#emit(transaction, decimalLsn(this.#beginLsn), value, eventIndexText(0, 0));
    }
    this.#total += 1;
    this.#counts.set(collection, (this.#counts.get(collection) ?? 0) + 1);
    return `{"id":"${this.#id(lsn)}","total_order":${String(this.#total)},"data_collection_order":${String(order)}}`;
  }

  /** `lsn` after the commit, in decimal digits; `lastIndex`: the event index after all others of the transaction. */
  end(lsn: string, lastIndex: string): void {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (!transaction || this.#total === 0) return;
    const collections = [...this.#counts].map(
      ([name, count]) => `{"data_collection":${jacksonText(name)},"event_count":${String(count)}}`,
    );
    const value =
      `{"status":"END","id":"${this.#idOf(transaction, lsn)}","event_count":${String(this.#total)},` +
      `"data_collections":[${collections.join(',')}],`;
    this.#emit(transaction, lsn, value, lastIndex);
  }

  #id(lsn: string): string {
    return this.#transaction ? this.#idOf(this.#transaction, lsn) : '';
  }

  #idOf({ xid }: TransactionStamp, lsn: string): string {
    return `${String(xid)}:${lsn}`;
  }

  #emit(transaction: TransactionStamp, lsn: string, openValue: string, eventIndex: string): void {
    const { topic, format, emit } = this.options;
    const withSchema = (enabled: boolean, schema: ConnectSchema, json: string) =>
      Buffer.from(enabled ? `{"schema":${renderSchema(schema)},"payload":${json}}` : json);
    const key = `{"id":"${this.#idOf(transaction, lsn)}"}`;
    const value = `${openValue}"ts_ms":${String(transaction.commitTimeMs)}}`;
    emit({
      topic,
      partition: ONLY_PARTITION,
      key: withSchema(format['key.converter.schemas.enable'], TRANSACTION_KEY, key),
      value: withSchema(format['value.converter.schemas.enable'], TRANSACTION_VALUE, value),
      headers: { [EVENT_ID_HEADER]: transaction.eventIdPrefix + eventIndex },
      timestampMs: transaction.commitTimeMs,
    });
  }
}
