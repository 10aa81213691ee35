/** Our output plugin for the library: what to ask the server for, and bytes to messages. */
import type { Client } from 'pg';
import abstractPlugin from 'pg-logical-replication/dist/output-plugins/abstract.plugin.js';
import type { Socket } from 'node:net';
import type { DurableFrontier } from '../durable-frontier.js';
import { MessageDecoder } from './message-decoder.js';
import type { LogicalMessage, PgOutputMessage } from './messages.js';

export interface CapturePluginOptions {
  readonly publication: string;
  readonly frontier: DurableFrontier;
  /** Whether messages are to be handed on as bytes, because the reader can not take them yet. */
  readonly holds: () => boolean;
  /** Whether messages outside of transactions are carried, and so have to become durable. */
  readonly carriesMessages: boolean;
}

/** The library's package is CommonJS and does not export this class from its entry. */
const { AbstractPlugin } = abstractPlugin;

export class CapturePlugin extends AbstractPlugin<CapturePluginOptions> {
  readonly #decoder = new MessageDecoder();
  #stream: Socket | undefined;

  override get name(): string {
    return 'vendorflow-capture';
  }

  /** Starts the stream; resolves when it ends. Protocol version 1: every transaction whole and in commit order. */
  override async start(client: Client, slotName: string, lastLsn: string): Promise<unknown> {
    this.#stream = socketOf(client);
    const options = [
      "proto_version '1'",
      `publication_names ${quoteLiteral(quoteIdentifier(this.options.publication))}`,
      "messages 'true'",
    ];
    return client.query(
      `START_REPLICATION SLOT ${quoteIdentifier(slotName)} LOGICAL ${lastLsn} (${options.join(', ')})`,
    );
  }

  /**
   * Never throws: an exception here would escape the socket's handler as an uncaught one. A transaction is in the
   * frontier before this returns, so that no keepalive read later can be taken for "all is durable"; its end too, since
   * messages that are held are handed on long after the next one has begun.
   */
  override parse(buffer: Buffer): PgOutputMessage {
    const message = this.#decoder.decode(buffer);
    try {
      this.#register(message);
    } catch (err) {
      return { tag: 'poison', reason: err instanceof Error ? err.message : String(err) };
    }
    return this.options.holds() ? { tag: 'held', bytes: Buffer.from(buffer) } : message;
  }

  #register(message: PgOutputMessage): void {
    const { frontier, carriesMessages } = this.options;
    if (message.tag === 'begin') frontier.begin(message.commitLsn);
    else if (message.tag === 'commit') frontier.commit(message.commitLsn, message.endLsn);
    else if (message.tag === 'message' && !message.transactional && carriesMessages) {
      const commitLsn = loneMessageLsn(message);
      frontier.begin(commitLsn);
      frontier.commit(commitLsn, message.lsn);
    }
  }

  /** Stops reading from the server; it then waits for us, and memory stays bounded. Acknowledgements still go out. */
  pause(): void {
    this.#stream?.pause();
  }

  resume(): void {
    this.#stream?.resume();
  }
}

/**
 * A message outside of transactions is a transaction of its own to us. The server gives the position after it, where a
 * commit record may begin; the byte before is nobody else's.
 */
export const loneMessageLsn = (message: LogicalMessage) => message.lsn - 1n;

/** The driver's connection is not in its type; the pinned version has it. */
function socketOf(client: Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

export const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const quoteLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;
