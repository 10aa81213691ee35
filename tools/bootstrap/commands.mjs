// Second half of the bootstrap: runs on Node 24, with all packages installed.
import { buildAll } from './build.mjs';
import { checkCommand } from './check-command.mjs';
import { BootstrapError, say } from './console.mjs';
import { compatCommand } from './compat-command.mjs';
import { local } from './local.mjs';
import { stopWhenOrphaned } from './orphan.mjs';
import { generate } from './generate-command.mjs';
import { fetchDebeziumJars } from './maven-jars.mjs';
import { inRoot } from './paths.mjs';
import { runProcess, runTool } from './run-process.mjs';
import { soakCommand, testCommand } from './test-command.mjs';

const REQUIRED_NODE_MAJOR = 24;

const commands = {
  start: async (args) => {
    await buildAll();
    return (await local()).stackCommand(args);
  },
  servers: async () => (await local()).serversCommand(),
  demo: async (args) => {
    await buildAll();
    return (await runProcess(process.execPath, [inRoot('tools/demo/dist/main.js'), ...args], { show: true })).status;
  },
  vendorflow: async (args) => {
    await buildAll();
    const program = inRoot('tools/cli/dist/main.js');
    return (await runProcess(process.execPath, [program, ...args], { show: true, asks: true })).status;
  },
  bench: async (args) => {
    if (args.includes('debezium')) await fetchDebeziumJars();
    await buildAll();
    return (await runProcess(process.execPath, [inRoot('tools/bench/dist/main.js'), ...args], { show: true })).status;
  },
  compat: async (args) => {
    await fetchDebeziumJars();
    await buildAll();
    return compatCommand(args);
  },
  test: testCommand,
  soak: soakCommand,
  check: checkCommand,
  format: async () => (await runTool('prettier', ['--write', '--log-level=warn', '.'], { show: true })).status,
  generate: async (args) => (await generate(args, { show: true })).status,
};

if (Number(process.versions.node.split('.')[0]) !== REQUIRED_NODE_MAJOR) {
  throw new Error(`The commands run on Node ${REQUIRED_NODE_MAJOR}, not ${process.version}; start them by npm.`);
}
stopWhenOrphaned();
const [command, ...args] = process.argv.slice(2);
try {
  process.exit(await commands[command](args));
} catch (err) {
  if (!(err instanceof BootstrapError)) throw err;
  say(err.message);
  process.exit(1);
}
