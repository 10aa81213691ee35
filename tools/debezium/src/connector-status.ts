/** What Connect says of a connector, over its REST interface. */
import { z } from 'zod';

const REQUEST_TIMEOUT_MS = 5_000;
const TRACE_LINES = 12;

const part = z.object({ state: z.string(), trace: z.string().optional() });
const statusSchema = z.object({ connector: part, tasks: z.array(part) });

/** The connector gave up; the message holds the top of its own stack trace. */
export class ConnectorFailed extends Error {
  override readonly name = 'ConnectorFailed';
}

/** Resolves when the connector and its tasks run; throws ConnectorFailed, or what is still missing. */
export async function connectorStatus(port: number, name: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/connectors/${encodeURIComponent(name)}/status`, {
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`Connect does not know connector ${name} yet (${response.status})`);
  judge(name, statusSchema.parse(await response.json()));
}

/** Throws unless the connector and at least one task run, and no task has failed. */
export function judge(name: string, { connector, tasks }: z.output<typeof statusSchema>): void {
  const failed = [connector, ...tasks].find(({ state }) => state === 'FAILED');
  if (failed) {
    throw new ConnectorFailed(`Connector ${name} failed: ${failed.trace ? reasonOf(failed.trace) : 'no reason given'}`);
  }
  if (connector.state !== 'RUNNING' || tasks.length === 0 || tasks.some(({ state }) => state !== 'RUNNING')) {
    throw new Error(`connector ${name} is ${connector.state} with ${tasks.length} task(s)`);
  }
}

/** The top of a stack trace, and every cause further down: what a database refused stands in the last one. */
function reasonOf(trace: string): string {
  const lines = trace.split('\n');
  const causes = lines.slice(TRACE_LINES).filter((line) => line.startsWith('Caused by: '));
  return [...lines.slice(0, TRACE_LINES), ...causes].join('\n');
}
