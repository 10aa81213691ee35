/** A way to the server that can fall silent, as a network does: open, and nothing comes through. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Relay extends AsyncDisposable {
  readonly url: string;
  goSilent(): void;
}

export async function openRelay(url: string): Promise<Relay> {
  const target = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.push(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const relayed = new URL(url);
  relayed.port = String(address.port);
  relayed.hostname = '127.0.0.1';
  return {
    url: relayed.href,
    goSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
