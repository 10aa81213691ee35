/** The last stop of every error: a problem of the catalogue, whatever was thrown. */
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { PROBLEM_MEDIA_TYPE } from '@vf/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemWriter } from './problem-writer.js';

const RETRY_AFTER_SECONDS = '1';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly problems: ProblemWriter) {}

  catch(err: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const { problem, headers } = this.problems.problemOf(err, http.getRequest<FastifyRequest>());
    if (problem.retryable) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply
      .headers(headers)
      .code(problem.status)
      .type(PROBLEM_MEDIA_TYPE)
      .send(Buffer.from(JSON.stringify(problem)));
  }
}
