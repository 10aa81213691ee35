/** Logical messages (`pg_logical_emit_message`) as Debezium's op `m`. */
import { EVENT_ID_HEADER } from '@vf/contracts';
import { decimalLsn } from '../lsn.js';
import { partitionOf } from '../murmur2.js';
import type { LogicalMessage } from '../pgoutput/messages.js';
import type { ChangePlace, EmitRecord } from './change-record.js';
import { binarySchema, renderBinary } from './columns/binary.js';
import { jacksonText } from './columns/jackson.js';
import { fieldOf, named, optional, renderSchema, type ConnectSchema } from './connect-schema.js';
import { sourceSchema, TRANSACTION_BLOCK } from './envelope-schema.js';
import type { EnvelopeSource } from './envelope-source.js';
import type { FormatOptions } from './format-options.js';
import { eventIndexText } from './transaction-stamp.js';

const STRING: ConnectSchema = { type: 'string' };
const OPTIONAL_STRING = optional(STRING);

export const MESSAGE_KEY: ConnectSchema = {
  ...named('struct', 'io.debezium.connector.postgresql.MessageKey'),
  fields: [fieldOf('prefix', OPTIONAL_STRING)],
};

/** As the transaction topic counts messages. */
const COLLECTION = 'LOGICAL_DECODING_MESSAGE';
/** Debezium takes each message for a collection of its own, of which it is the first; with readable values they are counted. */
const ALWAYS_FIRST = 1;

/** Where a pipeline's logical messages go. */
export interface MessageTopic {
  readonly topic: string;
  readonly partitions: number;
}

export interface MessageEncoderOptions extends MessageTopic {
  readonly format: FormatOptions;
  readonly source: EnvelopeSource;
  readonly nowMs?: () => number;
}

export class MessageEncoder {
  readonly #keyStart: string;
  readonly #valueStart: string;
  readonly #nowMs: () => number;

  constructor(private readonly options: MessageEncoderOptions) {
    const { format } = options;
    const start = (enabled: boolean, schema: ConnectSchema) =>
      enabled ? `{"schema":${renderSchema(schema)},"payload":` : '';
    this.#keyStart = start(format['key.converter.schemas.enable'], MESSAGE_KEY);
    this.#valueStart = start(format['value.converter.schemas.enable'], messageValue(format));
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** The partition is Kafka's own for the key: messages of one prefix keep their order. */
  encode(message: LogicalMessage, place: ChangePlace, emit: EmitRecord): void {
    const { topic, partitions } = this.options;
    const { transaction } = place;
    const eventIndex = eventIndexText(place.ordinal, 0);
    const key = Buffer.from(this.#closed(this.#keyStart, `{"prefix":${this.#text(message.prefix)}}`));
    emit({
      topic,
      partition: partitionOf(key, 0, key.length, partitions),
      key,
      value: Buffer.from(this.#closed(this.#valueStart, this.#payload(message, place, eventIndex))),
      headers: { [EVENT_ID_HEADER]: transaction.eventIdPrefix + eventIndex },
      timestampMs: transaction.commitTimeMs,
    });
  }

  #text(text: string): string {
    return this.options.format['readable.values'] ? JSON.stringify(text) : jacksonText(text);
  }

  #closed(start: string, payload: string): string {
    return start === '' ? payload : `${start}${payload}}`;
  }

  #payload(message: LogicalMessage, place: ChangePlace, eventIndex: string): string {
    const { format, source } = this.options;
    const lsn = decimalLsn(place.lsn);
    const stamp = place.transaction.source;
    const end = format['source.event.id'] ? `${String(stamp.beforeEventIndex)}${eventIndex}"` : String(stamp.origin);
    const origin = [
      `{"version":${jacksonText(source.version)},"connector":"postgresql","name":${jacksonText(source.name)},`,
      `${String(stamp.beforeSequenceLsn)}${lsn}${String(stamp.afterSequenceLsn)}"schema":"","table":""`,
      `${String(stamp.beforeLsn)}${lsn}${end}}`,
    ].join('');
    const order = format['readable.values'] ? undefined : ALWAYS_FIRST;
    const block = (message.transactional && place.log?.block(COLLECTION, lsn, order)) || 'null';
    const content = renderBinary(message.content, format);
    return (
      `{"op":"m","ts_ms":${String(this.#nowMs())},"source":${origin},"transaction":${block},` +
      `"message":{"prefix":${this.#text(message.prefix)},"content":${content}}}`
    );
  }
}

/** Of the value of a logical message. */
export function messageValue(format: FormatOptions): ConnectSchema {
  const message: ConnectSchema = {
    ...named('struct', 'io.debezium.connector.postgresql.Message'),
    fields: [fieldOf('prefix', OPTIONAL_STRING), fieldOf('content', optional(binarySchema(format)))],
  };
  return {
    ...named('struct', 'io.debezium.connector.postgresql.MessageValue'),
    fields: [
      fieldOf('op', STRING),
      fieldOf('ts_ms', optional({ type: 'int64' })),
      fieldOf('source', sourceSchema(format)),
      fieldOf('transaction', TRANSACTION_BLOCK),
      fieldOf('message', message),
    ],
  };
}
