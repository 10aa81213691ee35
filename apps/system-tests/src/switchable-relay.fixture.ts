/** One address for a server that is now here, now there, as a proxy or a DNS name is one. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface SwitchableRelay extends AsyncDisposable {
  readonly port: number;
  /** Connections made from now on go there; those of before are cut. */
  turnTo(port: number): void;
}

export async function switchableRelay(firstPort: number): Promise<SwitchableRelay> {
  let target = firstPort;
  const sockets = new Set<Socket>();
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    turnTo: (port) => {
      target = port;
      cutAll();
    },
    [Symbol.asyncDispose]: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
