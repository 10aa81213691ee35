/** A receiver of webhooks on this machine that behaves as the path says. */
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: (path: string) => string;
  readonly received: readonly Received[];
  /** Most requests of a path that were open at once. */
  readonly mostOpen: (path: string) => number;
  /** Answers what `/held` holds, and from then on at once. */
  readonly release: () => void;
}

const BIG_ANSWER_BYTES = 100_000;

/** `/ok`, `/big`, `/500`, `/redirect` (to /ok), `/cut` (closes the connection), `/held` (answers on release). */
export async function webhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  const released = Promise.withResolvers<undefined>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    open.set(path, (open.get(path) ?? 0) + 1);
    most.set(path, Math.max(most.get(path) ?? 0, open.get(path) ?? 0));
    response.on('close', () => open.set(path, (open.get(path) ?? 1) - 1));
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ path, headers: request.headers, body });
      if (path === '/cut') request.socket.destroy();
      else if (path === '/500') response.writeHead(500).end('out of order');
      else if (path === '/redirect') response.writeHead(302, { location: '/ok' }).end();
      else if (path === '/big') response.end('x'.repeat(BIG_ANSWER_BYTES));
      else if (path === '/held') void released.promise.then(() => response.end('late'));
      else response.end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: (path) => `http://127.0.0.1:${String(port)}${path}`,
    received,
    mostOpen: (path) => most.get(path) ?? 0,
    release: () => released.resolve(undefined),
    async [Symbol.asyncDispose]() {
      released.resolve(undefined);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
