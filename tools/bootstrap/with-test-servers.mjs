import { timed } from './console.mjs';
import { local } from './local.mjs';

/**
 * Runs `work` with throw-away PostgreSQL and Kafka, whose addresses it gets as environment variables, and stops them
 * whatever happens. A signal ends the start; during `work` it is for the processes that `work` runs.
 */
export async function withTestServers(work) {
  const { startServers } = await local();
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('stopped by a signal'));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const servers = await timed('Starting PostgreSQL and Kafka for the tests', () =>
    startServers({ signal: stop.signal }),
  );
  try {
    return await work(servers.environment);
  } finally {
    await servers.stop();
  }
}
