/** Answers what never reaches a route: no filter sees it. */
import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, problemOf, type ErrorCode } from '@vf/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newRequestId, REQUEST_ID_HEADER } from './request-id.js';

const CODE_OF_ERROR: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** What is not even HTTP, or never arrives; there is no request yet. */
export function answerBrokenRequest(err: Error & { code?: string }, socket: Socket): void {
  if (err.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const id = newRequestId();
  const problem = problemOf(CODE_OF_ERROR[err.code ?? ''] ?? 'malformed_request', { instance: id });
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Request-Id: ${id}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** A URL that can not be decoded, which the router refuses before anything else sees it. */
export function answerUnroutable(_err: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf('malformed_request', { instance: request.id });
  void reply
    .code(problem.status)
    .header(REQUEST_ID_HEADER, request.id)
    .type(PROBLEM_MEDIA_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
}
