import { Registry, collectDefaultMetrics } from 'prom-client';

/** A registry of its own per process (never the global one: two apps in one test would mix), with Node's own metrics. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export { Counter, Gauge, Histogram, Registry } from 'prom-client';
