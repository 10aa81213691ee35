/** `keys create | list | rotate | revoke | limit`: API keys from the command line, each act with a reason. */
import { openDatabase } from '@vf/payments';
import { runMain } from '@vf/platform';
import { keysConfig } from './config.js';
import { parseKeysCommand } from './keys-arguments.js';
import { runKeysCommand } from './keys-commands.js';

await runMain(async () => {
  const command = parseKeysCommand(process.argv.slice(2));
  const { ADMIN_DATABASE_URL: connectionString, API_MODE: mode } = keysConfig();
  const db = openDatabase({ connectionString, maxConnections: 1 });
  try {
    const { result, note } = await runKeysCommand(db, mode, command);
    if (note !== '') process.stderr.write(`${note}\n`);
    // What a script takes stands alone on standard output: the new key, or the table.
    if (result !== '') process.stdout.write(`${result}\n`);
  } finally {
    await db.destroy();
  }
  return 0;
});
