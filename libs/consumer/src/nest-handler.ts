/** From a Nest event handler to a batch handler. */
import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { ConsumerStoppedError } from './errors.js';
import type { BatchHandler } from './record-batch.js';

/** Waits for what the controller returns, a promise or an observable, and throws its errors as they are. */
export function fromNestHandler<DB>(handler: MessageHandler): BatchHandler<DB, unknown> {
  return async (batch, context) => {
    try {
      const result: unknown = await handler(batch, context);
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (err) {
      if (err instanceof Error) throw err;
      throw new ConsumerStoppedError(
        `the handler of ${batch.topic} failed, but what it threw is hidden: install KeepHandlerErrors as a global filter`,
        { cause: err },
      );
    }
  };
}
