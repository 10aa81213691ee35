import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

export const REQUEST_ID_HEADER = 'request-id';
const ACCEPTED = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id of the request when it is plain, else a new one; it is in the answer, the log and any problem. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : newRequestId();
}

export const newRequestId = () => `req_${uuidv7().replaceAll('-', '')}`;
