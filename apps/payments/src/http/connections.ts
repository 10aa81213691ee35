/** How many connections may be open: beyond it requests are answered 503, so that a client learns why. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** Whether this one came when there were too many already. */
  isSurplus(socket: Socket): boolean;
}

/** At this many times the limit connections are cut without an answer: even a 503 takes a socket and a parser. */
const HARD_LIMIT_FACTOR = 2;

export function watchConnections(server: Server, maxConnections: number): Connections {
  const surplus = new WeakSet<Socket>();
  let open = 0;
  server.maxConnections = maxConnections * HARD_LIMIT_FACTOR;
  server.on('connection', (socket: Socket) => {
    open += 1;
    if (open > maxConnections) surplus.add(socket);
    socket.once('close', () => {
      open -= 1;
    });
  });
  return { isSurplus: (socket) => surplus.has(socket) };
}
