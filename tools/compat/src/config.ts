import { kafkaBrokers, loadConfig, postgresUrl } from '@vf/platform';
import { z } from 'zod';

const schema = z.object({ VF_TEST_POSTGRES_URL: postgresUrl('postgres'), VF_TEST_KAFKA_BROKERS: kafkaBrokers });

/** Servers to compare on; the command starts throw-away ones. Throws ConfigError. */
export const compatConfig = () => loadConfig(schema, process.env);
