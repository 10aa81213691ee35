/** Names of the variables by which the test command hands over its servers. */
const POSTGRES_VARIABLE = 'VF_TEST_POSTGRES_URL';
const KAFKA_VARIABLE = 'VF_TEST_KAFKA_BROKERS';

/** The tests were started without the servers they need. */
export class TestServerMissing extends Error {
  override readonly name = 'TestServerMissing';
}

function required(variable: string, example: string): string {
  const value = process.env[variable]?.trim();
  if (value) return value;
  throw new TestServerMissing(
    `${variable} is not set, so this test has no server to run against. Run "npm test", or start servers with ` +
      `"npm run servers" and export what it prints (for example ${variable}=${example}).`,
  );
}

/** Superuser URL of the test cluster. Throws {@link TestServerMissing} when the tests were started without one. */
export function testPostgresUrl(): string {
  return required(POSTGRES_VARIABLE, 'postgres://postgres@127.0.0.1:54399/postgres');
}

/** Broker addresses (`host:port`) of the test Kafka. Throws {@link TestServerMissing} when there is none. */
export function testKafkaBrokers(): string[] {
  return required(KAFKA_VARIABLE, '127.0.0.1:19392')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
}
