import { describe, expect, it } from '@jest/globals';
import { limitsOf, readConfig } from './config.js';
import { pipelinesOf } from './pipelines.js';

const env = {
  PAYMENTS_DATABASE_URL: 'postgres://capture@db/vendorflow',
  KAFKA_BROKERS: 'broker:9092',
  PII_HASH_KEYS: 'k1:0123456789abcdef0123456789abcdef',
};

describe('the pipelines', () => {
  it('of a database without a URL are left out', () => {
    expect(pipelinesOf(readConfig(env)).map(({ name }) => name)).toEqual(['payments']);
    const both = readConfig({ ...env, FRAUD_DATABASE_URL: 'postgres://capture@db/fraud' });
    expect(pipelinesOf(both).map(({ name, slot }) => [name, slot])).toEqual([
      ['payments', 'vf_payments'],
      ['fraud', 'vf_fraud'],
    ]);
  });

  it('declare every topic that they write to', () => {
    for (const { tables, topics, progressTopic, positionsTopic } of pipelinesOf(readConfig(env))) {
      const names = topics.map(({ name }) => name).sort();
      expect(names).toEqual([...tables.map(({ topic }) => topic), progressTopic, positionsTopic].sort());
    }
  });
});

describe('the families', () => {
  const topicsWith = (families: string) =>
    pipelinesOf(readConfig({ ...env, TOPIC_FAMILIES: families })).flatMap(({ tables }) =>
      tables.map(({ topic }) => topic),
    );

  it('are both on, and can be switched off', () => {
    expect(topicsWith('').sort()).toEqual([...topicsWith('envelope'), ...topicsWith('rows')].sort());
    expect(topicsWith('rows')).toEqual(['payments', 'wallets', 'ledger', 'users'].map((table) => `vf.rows.${table}`));
  });

  it('that nobody knows are refused', () => {
    expect(() => topicsWith('envelope,avro')).toThrow(
      /TOPIC_FAMILIES is wrong: .*Example: TOPIC_FAMILIES=envelope,rows/,
    );
  });
});

describe('personal data', () => {
  it('of users and in metadata is hashed on every topic', () => {
    const [{ tables } = { tables: [] }] = pipelinesOf(readConfig(env));
    const plans = tables.flatMap((plan) => ('pii' in plan ? [[plan.topic, plan.pii]] : []));
    expect(plans.map(([topic]) => topic)).toEqual([
      'vf.public.payments',
      'vf.rows.payments',
      'vf.public.users',
      'vf.rows.users',
    ]);
    expect(plans.at(-1)?.[1]).toMatchObject({ columns: { email: 'email', phone: 'phone' } });
  });

  it.each([
    [undefined, 'PII_HASH_KEYS is required but not set. Example: PII_HASH_KEYS=k1:'],
    ['k1:tooshort', 'PII_HASH_KEYS is wrong: the secret of key k1 has less than 32 characters. Example:'],
  ])('can not be hashed with %s', (keys, reason) => {
    expect(() => readConfig({ ...env, PII_HASH_KEYS: keys })).toThrow(reason);
  });
});

describe('the limits', () => {
  it('leave room for two batches, and for more than one acknowledgement before a takeover', () => {
    const limits = limitsOf(
      readConfig({ ...env, MAX_BATCH_BYTES: '900000', HIGH_WATER_BYTES: '900000', TAKEOVER_AFTER_MS: '1000' }),
    );
    expect(limits.highWaterBytes).toBeGreaterThanOrEqual(1_800_000);
    expect(limits.takeoverAfterMs).toBeGreaterThanOrEqual(limits.acknowledgeEveryMs * 3);
  });
});
