export { serversCommand, stackCommand } from './commands.js';
export { localConfig, workspaceRoot, type LocalConfig } from './config.js';
export { startOwnPostgres, type OwnPostgres } from './own-postgres.js';
export { vendorFlow } from './stack/definitions.js';
export { runStack, stackHome, type StackOptions } from './stack/run-stack.js';
export { readRunningStack, type StackAccess, type StackDescription } from './stack/stack-file.js';
export { startServers, type TestServerOptions, type TestServers } from './test-servers.js';
