import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Health } from './health.js';
import { Counter, createMetrics } from './metrics.js';
import { opsServer } from './ops-server.js';

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('opsServer', () => {
  let stop: AbortController;
  let running: Promise<void>;
  let health: Health;
  let url: string;

  beforeEach(async () => {
    stop = new AbortController();
    health = new Health();
    health.declare('database', 'connecting');
    const metrics = createMetrics('test');
    new Counter({ name: 'vf_test_total', help: 'A counter.', registers: [metrics] }).inc();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    running = opsServer({ host: '127.0.0.1', port, health, metrics }).run(stop.signal);
    await fetchUntilUp(`${url}/healthz`);
  });

  afterEach(async () => {
    stop.abort();
    await running;
  });

  it('is alive before it is ready, and says what it waits for', async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const waiting = await fetch(`${url}/readyz`);
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({ ready: false, checks: { database: { ok: false, detail: 'connecting' } } });
    health.ok('database');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('names the port and its setting when somebody else listens there', async () => {
    const taken = opsServer({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      health,
      metrics: createMetrics('b'),
    });
    await expect(taken.run(stop.signal)).rejects.toThrow(/Port \d+ is taken.*set OPS_PORT/);
  });

  it('shows metrics with the service as label', async () => {
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('vf_test_total{service="test"} 1');
  });
});

async function fetchUntilUp(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
