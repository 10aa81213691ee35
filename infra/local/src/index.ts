export { serversCommand, stackCommand } from './commands.js';
export { readRunningStack, type StackAccess, type StackDescription } from './stack/stack-file.js';
export { startServers, type TestServerOptions, type TestServers } from './test-servers.js';
