export { serversCommand, stackCommand } from './commands.js';
export { localConfig, workspaceRoot, type LocalConfig } from './config.js';
export { vendorFlow } from './stack/definitions.js';
export { runStack, stackHome, type StackOptions } from './stack/run-stack.js';
export { readRunningStack, type StackAccess, type StackDescription } from './stack/stack-file.js';
export { freePorts } from './processes/ports.js';
export { RunRecords } from './processes/run-records.js';
export { startPostgres, THROW_AWAY_SETTINGS, type RunningPostgres } from './postgres/server.js';
export { startServers, type TestServerOptions, type TestServers } from './test-servers.js';
