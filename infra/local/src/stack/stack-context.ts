import type { LocalConfig } from '../config.js';
import type { StackFolders } from '../folders.js';
import type { RunRecords } from '../processes/run-records.js';
import type { Secrets } from '../secrets.js';
import type { StackDefinition } from './definitions.js';
import type { StackPorts } from './stack-ports.js';
import type { Supervisor } from './supervisor.js';

/** What every step of one run of the stack works with. */
export interface StackContext {
  config: LocalConfig;
  definition: StackDefinition;
  /** The clone. */
  root: string;
  folders: StackFolders;
  ports: StackPorts;
  records: RunRecords;
  secrets: Secrets;
  supervisor: Supervisor;
  /** Ends every wait: the stack is being stopped, or a part of it died. */
  signal: AbortSignal;
  /** Aborts `signal`: a part cannot start, so no other need go on. */
  giveUp: (reason: unknown) => void;
  /** One line for the person at the terminal. */
  report: (line: string) => void;
}
