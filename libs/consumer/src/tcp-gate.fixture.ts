/** A door before a server: shut, it refuses connections and has cut those that were open. */
import { type Server, type Socket, connect, createServer } from 'node:net';

export interface TcpGate extends AsyncDisposable {
  /** The same address through the gate. */
  through(url: string): string;
  open(): Promise<void>;
  shut(): Promise<void>;
}

export async function tcpGate(target: string): Promise<TcpGate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    client.pipe(upstream).pipe(client);
  });
  let gatePort = 0;
  const open = () =>
    new Promise<void>((resolve) => {
      server.listen(gatePort, '127.0.0.1', () => {
        gatePort = (server.address() as { port: number }).port;
        resolve();
      });
    });
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await open();
  return {
    open,
    shut,
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(gatePort) }).toString(),
    [Symbol.asyncDispose]: () => (server.listening ? shut() : Promise.resolve()),
  };
}
