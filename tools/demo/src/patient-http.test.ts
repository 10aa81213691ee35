import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NothingReadError, readPatiently } from './patient-http.js';

const patience = { tryTimeoutMs: 2_000, giveUpAfterMs: 20_000 };
let server: Server | undefined;

/** A server that answers each request with the next of these statuses; 0 cuts the connection. */
async function answering(statuses: number[]): Promise<{ url: string; tokens: string[] }> {
  const tokens: string[] = [];
  const started = createServer((request, response) => {
    tokens.push(String(request.headers.authorization));
    const status = statuses.shift() ?? 500;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { 'content-type': 'application/json' }).end('{"done":true}');
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, tokens };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('readPatiently', () => {
  it('asks again until it has an answer', async () => {
    const { url, tokens } = await answering([0, 503, 409, 200]);
    expect(await readPatiently(url, 't', patience)).toEqual({ done: true });
    expect(tokens).toEqual(Array.from({ length: 4 }, () => 'Bearer t'));
  });

  it.each([404, 422])('takes %s as an answer', async (status) => {
    const { url, tokens } = await answering([status]);
    expect(await readPatiently(url, 't', patience)).toEqual({ done: true });
    expect(tokens).toHaveLength(1);
  });

  it('gives up in the end, saying why', async () => {
    const { url } = await answering(Array.from({ length: 100 }, () => 503));
    const attempt = readPatiently(url, 't', { ...patience, giveUpAfterMs: 200 });
    await expect(attempt).rejects.toThrow(NothingReadError);
    await expect(attempt).rejects.toThrow('status 503');
  });
});
