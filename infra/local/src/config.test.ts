import { ConfigError } from '@vf/platform';
import { givenTestServers, localConfig } from './config.js';

describe('localConfig', () => {
  it('uses embedded servers and default ports when nothing is set', () => {
    expect(localConfig({ PATH: '/bin' })).toEqual({ TOPIC_PREFIX: 'vf' });
  });

  it('takes other servers', () => {
    const config = localConfig({ KAFKA_BROKERS: 'a:1,b:2', VF_POSTGRES_ADMIN_URL: 'postgres://admin:x@db/postgres' });
    expect(config.KAFKA_BROKERS).toEqual(['a:1', 'b:2']);
  });

  it('names each wrong setting with an example', () => {
    const load = () => localConfig({ VF_FRAUD_PORT: '70000', VF_POSTGRES_ADMIN_URL: 'mysql://x' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/VF_POSTGRES_ADMIN_URL is wrong[^]*VF_FRAUD_PORT is wrong[^]*Example: VF_FRAUD_PORT=8082/);
  });
});

describe('givenTestServers', () => {
  it('counts only when both are there', () => {
    const both = { VF_TEST_POSTGRES_URL: 'postgres://a', VF_TEST_KAFKA_BROKERS: 'b:1' };
    expect(givenTestServers(both)).toEqual(both);
    expect(givenTestServers({ VF_TEST_POSTGRES_URL: 'postgres://a' })).toBeUndefined();
  });
});
