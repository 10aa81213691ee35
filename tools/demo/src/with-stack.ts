/** Finds the stack that runs from this clone, or runs one for as long as the work takes. */
import { localConfig, readRunningStack, runStack, stackHome, vendorFlow, workspaceRoot } from '@vf/local';
import type { StackAccess } from './stack-access.js';

type RunningStack = NonNullable<ReturnType<typeof readRunningStack>>;

/** Calls `work` with the access to a stack. A stack that was started for it is stopped afterwards, whatever happened. */
export async function withStack(
  report: (line: string) => void,
  work: (access: StackAccess) => Promise<number>,
): Promise<number> {
  const running = readRunningStack();
  if (running) {
    report('Using the stack that runs from this clone.');
    return work(accessTo(running));
  }
  report('No stack runs from this clone; starting one for the demo.');
  return ownStack(report, work);
}

async function ownStack(
  report: (line: string) => void,
  work: (access: StackAccess) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('stopped by a signal'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  let worked: Promise<number> | undefined;
  await runStack({
    config: localConfig(),
    definition: vendorFlow,
    root: workspaceRoot,
    home: stackHome(workspaceRoot),
    // A process that is killed under the demo comes back, and the proof must still hold.
    restart: true,
    signal: stop.signal,
    report,
    onReady: () => {
      const own = readRunningStack();
      worked = own ? work(accessTo(own)) : Promise.reject(new Error('the started stack does not describe itself'));
      worked.catch(() => undefined).finally(() => stop.abort(new Error('the demo is over')));
    },
  });
  if (!worked) throw new Error('Stopped before the stack was ready.');
  return worked;
}

/** The part of a stack's description that the demo uses. Throws when it lacks one of the services. */
export function accessTo(stack: RunningStack): StackAccess {
  const urlOf = (service: string): string => {
    const url = stack.urls[service];
    if (url === undefined) throw new Error(`the running stack has no ${service} service`);
    return url;
  };
  const source = stack.databases['vendorflow'];
  if (source === undefined) throw new Error('the running stack has no vendorflow database');
  return {
    paymentsUrl: urlOf('payments'),
    fraudUrl: urlOf('fraud'),
    projectionUrl: urlOf('ledger-projection'),
    apiKey: stack.apiKey,
    analystToken: stack.analystToken,
    financeToken: stack.financeToken,
    sourceDatabaseUrl: source,
    piiKey: stack.piiKey,
    brokers: stack.kafkaBrokers.split(','),
    topicPrefix: stack.topicPrefix,
  };
}
