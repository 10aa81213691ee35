/**
 * One connection's stream from the slot, over one instance of the library: a second `subscribe` on the same instance
 * would begin after the last message received, past whatever was not published yet.
 */
import { LogicalReplicationService } from 'pg-logical-replication';
import { libraryAcknowledgement, type DurableFrontier } from '../durable-frontier.js';
import { parseLsn } from '../lsn.js';
import { CapturePlugin } from '../pgoutput/capture-plugin.js';
import type { PgOutputMessage } from '../pgoutput/messages.js';
import { endWithin, streamClientConfig, type SourceAddress } from '../source/source-client.js';

export interface ReplicationSessionOptions {
  readonly address: SourceAddress;
  readonly slot: string;
  readonly publication: string;
  readonly frontier: DurableFrontier;
  /** See CapturePluginOptions. */
  readonly holds: () => boolean;
  readonly carriesMessages: boolean;
  /** What the slot may be told: everything before it is durable, and recorded as such. */
  readonly confirmable: () => bigint;
  /** Called for every message, synchronously; what it throws ends the session. */
  readonly onMessage: (message: PgOutputMessage, lsn: string) => void;
  /** The server wants to know where we stand, as it does before it shuts down. */
  readonly onReplyRequested: () => void;
  /** Called before each regular acknowledgement. */
  readonly onAcknowledging: () => void;
  /** How often the server is told where we stand, in milliseconds. */
  readonly acknowledgeEveryMs: number;
  /**
   * Longest pause between two acknowledgements after which this worker must hold itself for replaced: shorter than the
   * silence after which another one takes the slot. In milliseconds.
   */
  readonly leaseMs: number;
  /** Silence from the server that counts as a dead connection, in milliseconds. */
  readonly silenceLimitMs: number;
}

/** Always the slot's own position: the server sends nothing from before it, and asking for more could skip changes. */
const FROM_SLOT = '0/0';
const END_TIMEOUT_MS = 2_000;
const WATCHES_PER_LIMIT = 4;

export class ReplicationSession {
  readonly #service: LogicalReplicationService;
  readonly #plugin: CapturePlugin;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #keepaliveWaiters: (() => void)[] = [];
  #lastInboundMs = performance.now();
  #lastAcknowledgedMs = performance.now();
  #paused = false;
  /** Settles with the stream: rejects with what ended it. */
  readonly ended: Promise<never>;
  #reject: (err: Error) => void = () => undefined;
  #over: Error | undefined;

  constructor(private readonly options: ReplicationSessionOptions) {
    this.#plugin = new CapturePlugin(options);
    // Neither of the library's own acknowledgements: both tell the server what was received, not what is durable.
    this.#service = new LogicalReplicationService(streamClientConfig(options.address), {
      acknowledge: { auto: false, timeoutSeconds: 0 },
      flowControl: { enabled: false },
    });
    this.ended = new Promise<never>((_, reject) => (this.#reject = reject));
    // Whoever waits for it sees the rejection; nobody waiting any more is no fault.
    this.ended.catch(() => undefined);
  }

  /** Starts the stream; resolves when the server has accepted it. Rejects with the server's refusal. */
  async open(): Promise<void> {
    const started = new Promise<void>((resolve) => {
      this.#service.on('start', () => resolve());
    });
    this.#service.on('data', (lsn: string, message: PgOutputMessage) => this.#received(message, lsn));
    this.#service.on('heartbeat', (lsn, _time, replyRequested) => this.#keepalive(lsn, replyRequested));
    this.#service.on('error', (err) => this.#finish(err));
    this.#service.subscribe(this.#plugin, this.options.slot, FROM_SLOT).then(
      () => this.#finish(new Error('the server ended the replication stream')),
      (err: unknown) => this.#finish(err),
    );
    await Promise.race([started, this.ended]);
    this.#lastInboundMs = performance.now();
    this.#timers.push(
      setInterval(() => this.#tick(), this.options.acknowledgeEveryMs),
      setInterval(() => this.#watch(), this.options.silenceLimitMs / WATCHES_PER_LIMIT),
    );
  }

  /** Stops reading; the server waits, and acknowledgements still go out. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#plugin.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#lastInboundMs = performance.now();
    this.#plugin.resume();
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /**
   * Throws when another worker may have the slot: the stream is over, this process stood still for so long (stopped,
   * swapped out) that the server heard nothing of it, or the server has not answered for so long (a connection that is
   * half open) that it may have heard nothing either. A paused stream is not read, so then no answer can be seen. Asked
   * before every publish.
   */
  requireLease(): void {
    const expiredMs = performance.now() - this.options.leaseMs;
    if (!this.#over && this.#lastAcknowledgedMs < expiredMs) {
      this.#finish(new Error('this process stood still so long that another worker may have its slot'));
    }
    if (!this.#over && !this.#paused && this.#lastInboundMs < expiredMs) {
      this.#finish(new Error('the server was silent so long that another worker may have the slot'));
    }
    if (this.#over) throw this.#over;
  }

  /** Tells the server where we stand; with `ping` it answers at once, which is how a dead connection is noticed. */
  async acknowledge(ping: boolean): Promise<void> {
    this.#lastAcknowledgedMs = performance.now();
    await this.#service.acknowledge(libraryAcknowledgement(this.options.confirmable()), ping);
  }

  /** Acknowledges and waits until the server has answered, so that the slot has moved before the connection goes. */
  async acknowledgeAndAwaitReply(limitMs: number): Promise<void> {
    this.resume();
    const answered = new Promise<void>((resolve) => this.#keepaliveWaiters.push(resolve));
    await this.acknowledge(true);
    await endWithin(Promise.race([answered, this.ended]), limitMs);
  }

  /** Ends the session: what comes after could not be read. */
  fail(err: unknown): void {
    this.pause();
    this.#finish(err);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#finish(new Error('the session was closed'));
    await endWithin(this.#service.destroy(), END_TIMEOUT_MS);
  }

  #finish(err: unknown): void {
    this.#over ??= err instanceof Error ? err : new Error(String(err));
    this.#reject(this.#over);
  }

  /** Acknowledges, unless too late to be sure that the slot is still ours. */
  #tick(): void {
    try {
      this.requireLease();
    } catch {
      return;
    }
    this.options.onAcknowledging();
    void this.acknowledge(true);
  }

  #received(message: PgOutputMessage, lsn: string): void {
    this.#lastInboundMs = performance.now();
    try {
      this.options.onMessage(message, lsn);
    } catch (err) {
      // Nothing after this message may be taken for read; an exception here would escape into the socket's handler.
      this.fail(err);
    }
  }

  #keepalive(lsn: string, replyRequested: boolean): void {
    this.#lastInboundMs = performance.now();
    this.options.frontier.keepalive(parseLsn(lsn));
    for (const waiter of this.#keepaliveWaiters.splice(0)) waiter();
    if (!replyRequested) return;
    void this.acknowledge(false);
    this.options.onReplyRequested();
  }

  #watch(): void {
    const silentMs = performance.now() - this.#lastInboundMs;
    if (!this.#paused && silentMs > this.options.silenceLimitMs) {
      this.#finish(new Error(`the server has been silent for ${String(Math.round(silentMs))} ms`));
    }
  }
}
