import { BootstrapError } from './console.mjs';
import { installPackages } from './install.mjs';
import { fetchKafkaJars } from './maven-jars.mjs';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { requireJava } from './prerequisites.mjs';
import { runOnNode24 } from './node24.mjs';

/** Which servers a command starts; it decides whether Java and Maven are needed. */
const COMMANDS = {
  start: 'stack',
  demo: 'stack',
  bench: 'test servers',
  test: 'test servers',
  soak: 'test servers',
  servers: 'test servers',
  compat: 'test servers',
  generate: 'test servers',
  // Its last check compares generated files with a migrated database.
  check: 'test servers',
  format: 'none',
  vendorflow: 'none',
};

/** Prepares the clone for a command and runs it. Resolves to the exit code. */
export async function bootstrap(command, args) {
  try {
    if (!Object.hasOwn(COMMANDS, command)) {
      throw new BootstrapError(`Unknown command "${command}". There are: ${Object.keys(COMMANDS).join(', ')}.`);
    }
    const localKafka = needsLocalKafka(COMMANDS[command], process.env);
    if (localKafka) await requireJava();
    await withLock(inRoot('var', 'bootstrap.lock'), async () => {
      await installPackages();
      if (localKafka) await fetchKafkaJars();
    });
    return await runOnNode24(command, args);
  } catch (err) {
    if (!(err instanceof BootstrapError)) throw err;
    console.error(err.message);
    return 1;
  }
}

/** False when the environment names servers to use instead. */
export function needsLocalKafka(servers, environment) {
  if (servers === 'stack') return !environment.KAFKA_BROKERS;
  if (servers === 'test servers') return !(environment.VF_TEST_POSTGRES_URL && environment.VF_TEST_KAFKA_BROKERS);
  return false;
}
