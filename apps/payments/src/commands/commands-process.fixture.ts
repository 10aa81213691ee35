/** The commands process, to be killed; its dead members are noticed as soon as Kafka allows. */
import { silentLog } from '@vf/platform';
import { commandsConfig } from '../config.js';
import { createCommandsService } from './commands-service.js';
import { quickSessions } from './commands-world.fixture.js';

const service = createCommandsService({ ...commandsConfig(), OPS_PORT: 0 }, silentLog, quickSessions);
await Promise.all(service.parts.map((part) => part.run(new AbortController().signal)));
