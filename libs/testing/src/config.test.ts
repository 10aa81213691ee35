import { testKafkaBrokers, testPostgresUrl, TestServerMissing } from './config.js';

describe('servers of the tests', () => {
  const saved = { ...process.env };
  afterEach(() => {
    process.env = { ...saved };
  });

  it('says which variable is missing and what to run', () => {
    delete process.env['VF_TEST_POSTGRES_URL'];
    process.env['VF_TEST_KAFKA_BROKERS'] = ' ';
    expect(() => testPostgresUrl()).toThrow(TestServerMissing);
    expect(() => testPostgresUrl()).toThrow(/VF_TEST_POSTGRES_URL is not set.*npm run servers/);
    expect(() => testKafkaBrokers()).toThrow(/VF_TEST_KAFKA_BROKERS is not set/);
  });

  it('takes several brokers', () => {
    process.env['VF_TEST_KAFKA_BROKERS'] = '127.0.0.1:1, 127.0.0.1:2';
    expect(testKafkaBrokers()).toEqual(['127.0.0.1:1', '127.0.0.1:2']);
  });
});
