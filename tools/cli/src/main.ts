#!/usr/bin/env node
/** `npm run vendorflow -- capture <command>`, or `keys <command>`. */
import { readRunningStack } from '@vf/local';
import { runMain } from '@vf/platform';
import { cliConfig, keysEnvironment } from './config.js';
import { keysDatabaseOf, runKeys } from './keys.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';

function signalOfTerminal(): AbortSignal {
  const stop = new AbortController();
  // Not `once`: whoever hides the cursor ends the process by a signal that nobody else listens to any more.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
  return stop.signal;
}

await runMain(() =>
  run(process.argv.slice(2), {
    terminal: processTerminal(),
    readConfig: cliConfig,
    readStack: readRunningStack,
    runKeys: (args) => runKeys(args, keysEnvironment(keysDatabaseOf(cliConfig(), readRunningStack))),
    watchSignal: signalOfTerminal,
  }),
);
