/** Nest's way in: a transport whose handlers get ordered batches inside the transaction of their effects. */
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { Service } from '@vf/platform';
import type { HandledRoute } from './batch-processor.js';
import { ConsumerStoppedError } from './errors.js';
import { type GroupConsumerOptions, runGroupConsumer } from './group-consumer.js';
import { fromNestHandler } from './nest-handler.js';
import type { BatchRoute } from './record-batch.js';

export interface KafkaBatchServerOptions<DB> extends GroupConsumerOptions<DB> {
  /** The registration table: every topic this group reads. */
  readonly routes: readonly BatchRoute<DB>[];
}

/**
 * `connectMicroservice({ strategy: server })`, or without Nest's lifecycle `runServices([server.asService()])`. Started
 * once; close() finishes the batch at work and resolves when the group is left.
 */
export class KafkaBatchServer<DB> extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('kafka-batch');
  /** Errors of handlers are ours to judge; Nest must not report them as unhandled. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly options: KafkaBatchServerOptions<DB>) {
    super();
  }

  /** Called by Nest when all handlers are known. Throws when the table and the controllers do not fit. */
  listen(callback: (err?: unknown) => void): void {
    try {
      // What stops consuming for good is told by asService(), which owns the process; Nest has no place for it.
      this.#start().catch(() => undefined);
      callback();
    } catch (err) {
      callback(err);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running?.catch(() => undefined);
  }

  /** For the process: runs (or joins what Nest started) until the signal; rejects when consuming stopped for good. */
  asService(): Service {
    return {
      name: `consumer ${this.options.groupId}`,
      run: async (signal) => {
        const stop = () => this.#stop.abort();
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop, { once: true });
        try {
          await this.#start();
        } finally {
          signal.removeEventListener('abort', stop);
        }
      },
    };
  }

  on(): never {
    throw new ConsumerStoppedError('this transport has no events: watch readiness and metrics');
  }

  unwrap(): never {
    throw new ConsumerStoppedError('this transport does not hand out its client: publish through the event bus');
  }

  #start(): Promise<void> {
    this.#running ??= runGroupConsumer(this.options, this.#handledRoutes(), this.#stop.signal);
    return this.#running;
  }

  /** Every topic has exactly one handler, and every handler a topic. */
  #handledRoutes(): HandledRoute<DB>[] {
    const { routes } = this.options;
    for (const pattern of this.messageHandlers.keys()) {
      if (!routes.some(({ topic }) => topic === pattern)) {
        throw new ConsumerStoppedError(`a controller handles ${pattern}, which is no topic of the registration table`);
      }
    }
    const repeated = routes.find(({ topic }, at) => routes.findIndex((route) => route.topic === topic) !== at);
    if (repeated) throw new ConsumerStoppedError(`topic ${repeated.topic} is registered twice`);
    return routes.map((route) => this.#handled(route));
  }

  #handled(route: BatchRoute<DB>): HandledRoute<DB> {
    const handler = this.messageHandlers.get(route.topic);
    if (handler?.next || (handler && route.handle)) {
      // One of two could fail after the other has written; a transaction has one owner.
      throw new ConsumerStoppedError(`topic ${route.topic} has more than one handler`);
    }
    if (route.handle) return { ...route, handle: route.handle };
    if (!handler) throw new ConsumerStoppedError(`topic ${route.topic} has no handler`);
    return { ...route, handle: fromNestHandler<DB>(handler) };
  }
}
