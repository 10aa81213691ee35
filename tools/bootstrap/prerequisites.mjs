import { runProcess } from './run-process.mjs';
import { BootstrapError } from './console.mjs';

const LEAST_JAVA_MAJOR = 17;
const TIMEOUT_MS = 30_000;
const OWN_KAFKA =
  'Or set KAFKA_BROKERS to a Kafka of your own (for tests: VF_TEST_POSTGRES_URL and VF_TEST_KAFKA_BROKERS).';

/** The local Kafka runs on Java. */
export async function requireJava() {
  const output = await versionOutput('java', ['-version']);
  if (output === undefined) {
    throw new BootstrapError(
      `Java is not installed (no "java" on the PATH), and the local Kafka runs on it. Install Java ${LEAST_JAVA_MAJOR} or newer, ` +
        `for example: apt-get install openjdk-17-jre-headless. ${OWN_KAFKA}`,
    );
  }
  const major = javaMajor(output);
  if (major === undefined || major < LEAST_JAVA_MAJOR) {
    throw new BootstrapError(
      `Java is too old: the local Kafka needs Java ${LEAST_JAVA_MAJOR} or newer, and "java -version" says: ` +
        `${output.trim().split('\n')[0]}. ${OWN_KAFKA}`,
    );
  }
}

/** Maven fetches jars; once they are there it is not needed. */
export async function requireMaven() {
  if ((await versionOutput('mvn', ['--version'])) !== undefined) return;
  throw new BootstrapError(
    'Maven is not installed (no "mvn" on the PATH), and it fetches the jars of what runs on Java. Install it, for example: ' +
      `apt-get install maven. ${OWN_KAFKA}`,
  );
}

/** Major version from the output of `java -version`; 8 and older write 1.8. */
export function javaMajor(output) {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return first === '1' ? Number(second) : Number(first);
}

async function versionOutput(command, args) {
  try {
    const { status, output } = await runProcess(command, args, { timeoutMs: TIMEOUT_MS });
    return status === 0 ? output : undefined;
  } catch (err) {
    if (err.code === 'ENOENT') return undefined;
    throw err;
  }
}
