/** What every command of the capture is given. */
import type { CaptureClient } from './capture-client.js';
import type { Terminal } from './terminal.js';

export interface RunOptions {
  readonly client: CaptureClient;
  readonly terminal: Terminal;
  /** Print the API's answer as one JSON object on the last line. */
  readonly json: boolean;
  /** Milliseconds between two looks; undefined: once. */
  readonly watchEveryMs: number | undefined;
  /** Ends watching. */
  readonly signal: AbortSignal;
}
