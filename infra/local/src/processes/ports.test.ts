import { createServer, type Server } from 'node:net';
import { choosePorts, freePorts, PortTaken } from './ports.js';

describe('choosePorts', () => {
  let other: Server;
  let taken: number;

  beforeEach(async () => {
    [taken = 0] = await freePorts(1);
    other = createServer();
    await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => other.close(resolve)));

  const request = (preferred: number, fixed: boolean) => ({
    name: 'Kafka',
    variable: 'VF_KAFKA_PORT',
    preferred,
    fixed,
  });

  it('takes the preferred port when it is free', async () => {
    const [free = 0] = await freePorts(1);
    expect(await choosePorts([request(free, true)])).toEqual([{ port: free, moved: false }]);
  });

  it('moves to a free port when a default is taken', async () => {
    const [chosen] = await choosePorts([request(taken, false)]);
    expect(chosen?.moved).toBe(true);
    expect(chosen?.port).not.toBe(taken);
  });

  it('refuses, naming port and setting, when the port was asked for', async () => {
    const choice = choosePorts([request(taken, true)]);
    await expect(choice).rejects.toThrow(PortTaken);
    await expect(choice).rejects.toThrow(new RegExp(`Port ${taken} for Kafka .* VF_KAFKA_PORT`));
  });

  it('leaves ports alone that another launcher has claimed but does not listen on yet', async () => {
    const [claimed = 0] = await freePorts(1);
    const [chosen] = await choosePorts([request(claimed, false)], (port) => port !== claimed);
    expect(chosen?.moved).toBe(true);
    await expect(choosePorts([request(claimed, true)], (port) => port !== claimed)).rejects.toThrow(PortTaken);
  });

  it('gives each request a port of its own', async () => {
    const ports = (await choosePorts(Array.from({ length: 20 }, () => request(taken, false)))).map(({ port }) => port);
    expect(new Set(ports).size).toBe(20);
  });
});
