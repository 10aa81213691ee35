import { type ArgumentsHost, Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/**
 * Lets the errors of `@EventPattern` handlers reach the consumer as they are. Nest's own filter turns every error into
 * `{status: 'error', message: 'Internal server error'}`, and a deadlock could no longer be told from a bad record.
 * Install with `microservice.useGlobalFilters(new KeepHandlerErrors())`.
 */
@Catch()
export class KeepHandlerErrors implements RpcExceptionFilter {
  catch(exception: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => exception);
  }
}
