import { BearerTokens, apiTokens } from '@vf/platform';
import { vendorFlow } from './definitions.js';

const values = {
  databaseUrl: (database: string, role: string) => `postgres://${role}@db/${database}`,
  ownerUrl: (database: string) => `postgres://owner@db/${database}`,
  brokers: 'kafka:1',
  topicPrefix: 'vf',
  piiHashKeys: 'local:secret',
  token: (role: string) => `token-of-${role}`,
  port: (variable: string) => variable.length,
};
const environmentOf = (name: string) =>
  vendorFlow.services.find((service) => service.name === name)?.environment(values) ?? {};

describe('vendorFlow', () => {
  it('gives each service its own database role', () => {
    expect(environmentOf('payments')['DATABASE_URL']).toBe('postgres://payments_service@db/vendorflow');
    expect(environmentOf('fraud')['DATABASE_URL']).toBe('postgres://fraud_service@db/fraud');
    expect(environmentOf('ledger-projection')['DATABASE_URL']).toBe(
      'postgres://projection_service@db/ledger_projection',
    );
    expect(environmentOf('cdc-worker')['PAYMENTS_DATABASE_URL']).toBe('postgres://capture_service@db/vendorflow');
  });

  it('hands tokens to the read APIs in the form they accept', () => {
    const tokens = apiTokens.parse(environmentOf('fraud')['API_TOKENS']);
    expect(tokens).toBeInstanceOf(BearerTokens);
    expect(tokens.holderOf('Bearer token-of-analyst')).toEqual({ name: 'analyst', role: 'analyst' });
    const ofWorker = apiTokens.parse(environmentOf('cdc-worker')['API_TOKENS']);
    expect(ofWorker.holderOf('Bearer token-of-operator')).toEqual({ name: 'operator', role: 'operator' });
    expect(tokens.holderOf('Bearer token-of-finance')).toEqual({ name: 'finance', role: 'finance' });
  });

  it('prefers different ports everywhere', () => {
    const ports = vendorFlow.services.flatMap(({ api, others = [], ops }) =>
      [...(api ? [api] : []), ...others, ops].map(({ preferred }) => preferred),
    );
    expect(new Set(ports).size).toBe(ports.length);
  });
});
