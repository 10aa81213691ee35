/** A TCP proxy before PostgreSQL that cuts the connection exactly around a COMMIT. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * - `before`: the server never gets the COMMIT and rolls back.
 * - `after`: the server commits, its answer is lost.
 * - `late`: the client's connection is gone at once, the server gets the COMMIT a moment later.
 */
export type Cut = 'before' | 'after' | 'late';

const LATE_MS = 300;
const shortWhile = (): Promise<unknown> => sleep(LATE_MS);
const COMMIT = Buffer.from('COMMIT\0');

export interface CutOptions {
  /** Refuse new connections from then on. */
  readonly thenRefuse?: boolean;
  /** `late` is sent once this resolves. */
  readonly untilLate?: () => Promise<unknown>;
  /** COMMITs that go through before. */
  readonly after?: number;
  /** Called at the cut, before either side can see it. */
  readonly onCut?: () => void;
}

/** What is to be done at the next COMMIT; shared by the connections of a proxy. */
interface Plan {
  next: Cut | undefined;
  toPass: number;
  options: CutOptions;
}

/** The cut that this COMMIT is for, if it is. */
function takeCut(plan: Plan): Cut | undefined {
  if (plan.next === undefined) return undefined;
  if (plan.toPass > 0) {
    plan.toPass -= 1;
    return undefined;
  }
  const how = plan.next;
  plan.next = undefined;
  return how;
}

/** Carries bytes between the two, and cuts as planned. */
function carry(fromClient: Socket, toServer: Socket, plan: Plan): void {
  let answerIsLost = false;
  const cut = () => {
    plan.options.onCut?.();
    fromClient.destroy();
    toServer.destroy();
  };
  fromClient.on('data', (bytes) => {
    const how = bytes.includes(COMMIT) ? takeCut(plan) : undefined;
    if (how === 'before') cut();
    else if (how === 'late') {
      fromClient.destroy();
      void (plan.options.untilLate ?? shortWhile)().then(() => toServer.end(bytes));
    } else {
      answerIsLost ||= how === 'after';
      toServer.write(bytes);
    }
  });
  toServer.on('data', (bytes) => {
    if (answerIsLost) cut();
    else fromClient.write(bytes);
  });
  toServer.on('close', () => fromClient.destroy());
  fromClient.on('end', () => toServer.end());
}

export async function cuttingProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const plan: Plan = { next: undefined, toPass: 0, options: {} };
  let refusing = false;
  const open = new Set<Socket>();
  const server = createServer((fromClient) => {
    if (refusing) {
      fromClient.destroy();
      return;
    }
    const toServer = connect(Number(target.port), target.hostname);
    for (const socket of [fromClient, toServer]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => open.delete(socket));
    }
    carry(fromClient, toServer, plan);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutNextCommit(how: Cut, options: CutOptions = {}) {
      Object.assign(plan, { next: how, toPass: options.after ?? 0, options });
      refusing = options.thenRefuse ?? false;
    },
    /** Connections already open stay; new ones are refused. */
    refuse(on: boolean) {
      refusing = on;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
