/**
 * Messages that arrive while the reader waits for the catalogue. The socket is paused meanwhile, so that there are never
 * more than one chunk of it had in it.
 */
import { MessageDecoder } from '../pgoutput/message-decoder.js';
import type { Held, PgOutputMessage } from '../pgoutput/messages.js';

export class HeldMessages {
  #messages: { readonly bytes: Buffer; readonly lsn: string }[] = [];
  /** Its own: rows of the stream's decoder are overwritten by what arrives meanwhile. */
  readonly #decoder = new MessageDecoder();

  keep(message: Held, lsn: string): void {
    this.#messages.push({ bytes: message.bytes, lsn });
  }

  get count(): number {
    return this.#messages.length;
  }

  /** Gives the messages in their order, until one of them has the reader wait again. */
  release(read: (message: PgOutputMessage, lsn: string) => void, waits: () => boolean): void {
    let released = 0;
    while (released < this.#messages.length && !waits()) {
      const { bytes, lsn } = this.#messages[released] as { bytes: Buffer; lsn: string };
      released += 1;
      read(this.#decoder.decode(bytes), lsn);
    }
    this.#messages = this.#messages.slice(released);
  }
}
