import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { CaptureClient } from './capture-client.js';

/** Something that listens and answers like that, which need not be like the worker. */
export async function answering(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connection = { url: `http://127.0.0.1:${address.port}`, token: 'secret' };
  return {
    connection,
    client: (timeoutMs = 20_000) => new CaptureClient(connection, { timeoutMs }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const json = (status: number, body: unknown): RequestListener => {
  return (_request, response) => void response.writeHead(status).end(JSON.stringify(body));
};
