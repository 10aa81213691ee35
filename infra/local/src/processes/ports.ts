import { createServer, type Server } from 'node:net';

const HOST = '127.0.0.1';

export interface PortRequest {
  /** What listens there, for the message. */
  name: string;
  /** The setting that fixes the port. */
  variable: string;
  preferred: number;
  /** True when the user set it: then another port is not what was asked for. */
  fixed: boolean;
}

export interface ChosenPort {
  port: number;
  /** The preferred port was taken. */
  moved: boolean;
}

/** A port that was asked for by name is taken. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** Says whether a port that nobody listens on yet is ours to use. */
export type PortClaim = (port: number) => boolean;

/**
 * Chooses a free loopback port for each request: the preferred one, or any free one when that is taken. Throws
 * {@link PortTaken} when a fixed one is taken. All are held until the last is chosen, so no two get the same; from then
 * until the real listener is up, `claim` keeps other launchers off (default: nothing does).
 */
export async function choosePorts(
  requests: readonly PortRequest[],
  claim: PortClaim = () => true,
): Promise<ChosenPort[]> {
  const held: Server[] = [];
  try {
    const chosen: ChosenPort[] = [];
    for (const request of requests) {
      const preferred = await hold(request.preferred, claim);
      if (preferred === undefined && request.fixed) throw portTaken(request);
      const server = preferred ?? (await hold(0, claim));
      if (!server) throw portTaken(request);
      held.push(server);
      chosen.push({ port: portOf(server), moved: preferred === undefined });
    }
    return chosen;
  } finally {
    await Promise.all(held.map(release));
  }
}

/** Any free loopback ports, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const requests = Array.from({ length: count }, () => ({ name: 'any', variable: '', preferred: 0, fixed: false }));
  return (await choosePorts(requests)).map(({ port }) => port);
}

function portTaken({ name, variable, preferred }: PortRequest): PortTaken {
  return new PortTaken(
    `Port ${preferred} for ${name} is taken or not allowed on ${HOST}. Stop what listens there, or set ${variable} to a ` +
      `free port (without ${variable} a free one is chosen).`,
  );
}

async function hold(port: number, claim: PortClaim): Promise<Server | undefined> {
  const server = await listen(port);
  if (!server || claim(portOf(server))) return server;
  await release(server);
  return undefined;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: HOST, port, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
