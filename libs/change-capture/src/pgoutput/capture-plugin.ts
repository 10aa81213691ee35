/** Our output plugin for the library: what to ask the server for, and bytes to messages. */
import type { Client } from 'pg';
import abstractPlugin from 'pg-logical-replication/dist/output-plugins/abstract.plugin.js';
import type { Socket } from 'node:net';
import type { DurableFrontier } from '../durable-frontier.js';
import { MessageDecoder } from './message-decoder.js';
import type { PgOutputMessage } from './messages.js';

export interface CapturePluginOptions {
  readonly publication: string;
  readonly frontier: DurableFrontier;
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
   * frontier before this returns, so that no keepalive read later can be taken for "all is durable".
   */
  override parse(buffer: Buffer): PgOutputMessage {
    const message = this.#decoder.decode(buffer);
    if (message.tag !== 'begin') return message;
    try {
      this.options.frontier.begin(message.commitLsn);
      return message;
    } catch (err) {
      return { tag: 'poison', reason: err instanceof Error ? err.message : String(err) };
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

/** The driver's connection is not in its type; the pinned version has it. */
function socketOf(client: Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

export const quoteIdentifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const quoteLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`;
