// Entry of every npm script: `node tools/bootstrap/run.mjs <command> [arguments]`.
// Runs on whatever Node the machine has, so it uses nothing new before the version is checked, and no package at all.
// It brings the clone to a state in which the command can run, then runs it on the Node 24 that npm has installed.
const LEAST_NODE_MAJOR = 20;

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE_MAJOR) {
  console.error(
    'VendorFlow needs Node ' +
      LEAST_NODE_MAJOR +
      ' or newer to start; this is ' +
      process.version +
      ' (' +
      process.execPath +
      '). Install a newer one, for example from https://nodejs.org.',
  );
  process.exit(1);
}

const [command, ...args] = process.argv.slice(2);
const { bootstrap } = await import('./bootstrap.mjs');
process.exit(await bootstrap(command ?? '', args));
