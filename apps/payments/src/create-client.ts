/**
 * Makes an API key, for a new client or one more for a client there is, and prints it: the only time it is ever shown.
 * `create-client --name shop [--scopes payments:write,payments:read] [--expires-in-days 90]`
 */
import { runMain } from '@vf/platform';
import { parseClientArguments } from './client-arguments.js';
import { clientConfig } from './config.js';
import { createClientKey } from './create-client-key.js';

await runMain(async () => {
  const config = clientConfig();
  const asked = parseClientArguments(process.argv.slice(2));
  const { key, clientId, isNewClient } = await createClientKey({ ...asked, ...config });
  process.stderr.write(`${isNewClient ? 'new client' : 'one more key for client'} ${asked.name} (${clientId})\n`);
  // On its own on standard output, so that a script can take it.
  process.stdout.write(`${key}\n`);
  return 0;
});
