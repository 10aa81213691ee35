export { localConfig, type LocalConfig, type TestServerUrls } from './config.js';
export { vendorFlow } from './stack/definitions.js';
export { readRunningStack, type StackAccess, type StackDescription } from './stack/stack-file.js';
export { startServers, type TestServerOptions, type TestServers } from './test-servers.js';
