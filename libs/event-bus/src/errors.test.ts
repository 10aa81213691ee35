import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isPassingBrokerFault } from './errors.js';

type Metadata = { metadata(topics: string[]): Promise<unknown> };
const Broker = createRequire(import.meta.url)('kafkajs/src/broker') as new (options: object) => Metadata;

describe('a passing fault of the broker', () => {
  it('is what kafkajs throws from a connection that never came to be', async () => {
    const logger = { namespace: () => logger };
    const broker = new Broker({ connectionPool: {}, logger });
    const asked = async () => broker.metadata([]);
    const thrown: unknown = await asked().catch((err: unknown) => err);
    expect(thrown).toBeInstanceOf(Error);
    expect(isPassingBrokerFault(thrown)).toBe(true);
    expect(isPassingBrokerFault(new Error('wrapped', { cause: thrown }))).toBe(true);
  });

  it('is not a fault of our own', () => {
    expect(isPassingBrokerFault(new TypeError('x is not a function'))).toBe(false);
    expect(isPassingBrokerFault('a text')).toBe(false);
  });
});
