/** Answers what is not even HTTP, or never arrives: no route, filter or request object exists for it yet. */
import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, problemOf, type ErrorCode } from '@vf/contracts';
import { newRequestId } from './request-id.js';

const CODE_OF_ERROR: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

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
