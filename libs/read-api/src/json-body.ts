import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';

/** Bodies are JSON and nothing else. One that is empty is none: commands without one may declare it as JSON. */
export function readJsonBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(new ApiError('malformed_json'));
    }
  });
}
