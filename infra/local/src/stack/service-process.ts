import { join } from 'node:path';
import { inheritedEnvironment } from '../config.js';
import { type ManagedProcess, startProcess } from '../processes/managed-process.js';
import type { RunRecords } from '../processes/run-records.js';
import { waitUntilReady } from '../processes/wait-until.js';
import type { ServiceDefinition } from './definitions.js';
import { builtEntry } from './one-shot.js';

const READY_TIMEOUT_MS = 90_000;
const PROBE_TIMEOUT_MS = 3_000;
/** Longer than a service's own drain limit of 20 s, so that it is the service that decides. */
const STOP_TIMEOUT_MS = 25_000;
const SERVICE_LAYER = 1;
const HOST = '127.0.0.1';
const SHOWN_CHARACTERS = 500;

export interface ServiceStart {
  definition: ServiceDefinition;
  root: string;
  logs: string;
  apiPort: number | undefined;
  opsPort: number;
  environment: Record<string, string>;
  records: RunRecords;
  signal: AbortSignal;
}

/** Starts a service from its build and waits until its /readyz says ready. */
export async function startService(start: ServiceStart): Promise<ManagedProcess> {
  const { definition, root, logs, apiPort, opsPort, records, signal } = start;
  signal.throwIfAborted();
  const setting = definition.api?.setting ?? 'HTTP';
  const process = await startProcess(
    {
      name: definition.name,
      command: globalThis.process.execPath,
      args: [builtEntry(root, definition.entry)],
      env: {
        ...inheritedEnvironment,
        ...(apiPort === undefined ? {} : { [`${setting}_HOST`]: HOST, [`${setting}_PORT`]: String(apiPort) }),
        OPS_HOST: HOST,
        OPS_PORT: String(opsPort),
        ...start.environment,
      },
      cwd: root,
      logFile: join(logs, `${definition.name}.log`),
      stopTimeoutMs: STOP_TIMEOUT_MS,
      layer: SERVICE_LAYER,
    },
    records,
  );
  await waitUntilReady({ process, probe: () => probeReady(opsPort), timeoutMs: READY_TIMEOUT_MS, signal });
  return process;
}

async function probeReady(opsPort: number): Promise<void> {
  const response = await fetch(`http://${HOST}:${opsPort}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  const body = await response.text();
  if (!response.ok) throw new Error(`/readyz answers ${response.status}: ${body.slice(0, SHOWN_CHARACTERS)}`);
}
