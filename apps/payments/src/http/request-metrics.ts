import { Histogram, type Registry } from '@vf/platform';

export interface RequestMetrics {
  /** The route's pattern, never the URL: ids in labels would make a series per payment. */
  answered(method: string, route: string, status: number, tookMs: number): void;
}

const MS_PER_SECOND = 1_000;

export function requestMetrics(registry: Registry): RequestMetrics {
  const seconds = new Histogram({
    name: 'vf_http_request_seconds',
    help: 'From the request to its answer, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  return {
    answered: (method, route, status, tookMs) =>
      seconds.observe({ method, route, status: String(status) }, tookMs / MS_PER_SECOND),
  };
}
