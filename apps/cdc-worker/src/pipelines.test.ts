import { describe, expect, it } from '@jest/globals';
import { limitsOf, readConfig } from './config.js';
import { pipelinesOf } from './pipelines.js';

const env = { PAYMENTS_DATABASE_URL: 'postgres://capture@db/vendorflow', KAFKA_BROKERS: 'broker:9092' };

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

describe('the limits', () => {
  it('leave room for two batches, and for more than one acknowledgement before a takeover', () => {
    const limits = limitsOf(
      readConfig({ ...env, MAX_BATCH_BYTES: '900000', HIGH_WATER_BYTES: '900000', TAKEOVER_AFTER_MS: '1000' }),
    );
    expect(limits.highWaterBytes).toBeGreaterThanOrEqual(1_800_000);
    expect(limits.takeoverAfterMs).toBeGreaterThanOrEqual(limits.acknowledgeEveryMs * 3);
  });
});
