import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NoAnswerError, sendPatiently, type HttpRequest } from './patient-http.js';

const patience = { tryTimeoutMs: 300, giveUpAfterMs: 2_000 };
let server: Server | undefined;

/** A server that answers each request with the next of these statuses; 0 cuts the connection. */
async function answering(statuses: number[]): Promise<{ request: HttpRequest; keys: string[] }> {
  const keys: string[] = [];
  const started = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']));
    const status = statuses.shift() ?? 500;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end('{"done":true}');
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    request: { method: 'POST', url: `http://127.0.0.1:${port}/`, token: 't', body: {}, idempotencyKey: 'key-1' },
    keys,
  };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('sendPatiently', () => {
  it('sends again under the same key until it has an answer', async () => {
    const { request, keys } = await answering([0, 503, 409, 201]);
    const answer = await sendPatiently(request, patience);
    expect(answer).toEqual({ status: 201, body: { done: true }, replayed: false });
    expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-1']);
  });

  it.each([402, 404, 422])('takes %s as an answer', async (status) => {
    const { request, keys } = await answering([status]);
    expect((await sendPatiently(request, patience)).status).toBe(status);
    expect(keys).toHaveLength(1);
  });

  it('gives up in the end, saying why', async () => {
    const { request } = await answering(Array.from({ length: 100 }, () => 503));
    const attempt = sendPatiently(request, { ...patience, giveUpAfterMs: 200 });
    await expect(attempt).rejects.toThrow(NoAnswerError);
    await expect(attempt).rejects.toThrow('status 503');
  });
});
