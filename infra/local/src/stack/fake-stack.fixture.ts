import { freePorts } from '../processes/ports.js';
import { localConfig, type LocalConfig } from '../config.js';
import type { StackDefinition } from './definitions.js';

const SERVICE = 'infra/local/fixtures/fake-service.mjs';
const STEP = 'infra/local/fixtures/fake-step.mjs';

/** Extra environment of the parts, by name: how each behaves. */
export type FakeBehaviour = Record<string, Record<string, string>>;

/** A stack of small processes over a real PostgreSQL; `behaviour` says which of them fail and how. */
export function fakeStack(behaviour: FakeBehaviour = {}): StackDefinition {
  const environment = (name: string) => () => behaviour[name] ?? {};
  return {
    setup: [
      { name: 'migrate', entry: STEP, needs: 'database', environment: environment('migrate') },
      { name: 'init', entry: STEP, needs: 'all', environment: environment('init') },
    ],
    services: [
      {
        name: 'payments',
        entry: SERVICE,
        api: { variable: 'VF_PAYMENTS_PORT', preferred: 8080 },
        ops: { variable: 'VF_PAYMENTS_OPS_PORT', preferred: 9080 },
        environment: environment('payments'),
      },
      {
        name: 'fraud',
        entry: SERVICE,
        ops: { variable: 'VF_FRAUD_OPS_PORT', preferred: 9082 },
        environment: environment('fraud'),
      },
    ],
    createClient: { entry: STEP, args: [], environment: environment('create-client') },
  };
}

/** Free ports of the test's own, and no Kafka: the small processes do not need one. */
export async function fakeConfig(): Promise<LocalConfig> {
  const [postgres, api, ops, fraudOps] = await freePorts(4);
  return localConfig({
    KAFKA_BROKERS: '127.0.0.1:1',
    VF_POSTGRES_PORT: String(postgres),
    VF_PAYMENTS_PORT: String(api),
    VF_PAYMENTS_OPS_PORT: String(ops),
    VF_FRAUD_OPS_PORT: String(fraudOps),
  });
}
