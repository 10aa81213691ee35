/** The last stop of every error: a problem of the catalogue, whatever was thrown. */
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { PROBLEM_MEDIA_TYPE } from '@vf/contracts';
import type { Log } from '@vf/platform';
import { problemAnswer } from '@vf/read-api';
import type { FastifyReply, FastifyRequest } from 'fastify';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(err: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { problem, headers, isFault } = problemAnswer(err, request.id);
    if (isFault) this.log.error({ err, requestId: request.id, code: problem.code }, 'a request failed');
    void http
      .getResponse<FastifyReply>()
      .headers(headers)
      .code(problem.status)
      .type(PROBLEM_MEDIA_TYPE)
      .send(Buffer.from(JSON.stringify(problem)));
  }
}
