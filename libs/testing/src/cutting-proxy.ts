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

export async function cuttingProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let next: Cut | undefined;
  let refusing = false;
  let untilSent: () => Promise<unknown> = shortWhile;
  let toPass = 0;
  let onCut = () => {};
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
    let answerIsLost = false;
    const cut = () => {
      onCut();
      fromClient.destroy();
      toServer.destroy();
    };
    fromClient.on('data', (bytes) => {
      if (next === undefined || !bytes.includes(COMMIT)) {
        toServer.write(bytes);
        return;
      }
      if (toPass > 0) {
        toPass -= 1;
        toServer.write(bytes);
        return;
      }
      const how = next;
      next = undefined;
      if (how === 'before') cut();
      else if (how === 'after') {
        answerIsLost = true;
        toServer.write(bytes);
      } else {
        fromClient.destroy();
        void untilSent().then(() => toServer.end(bytes));
      }
    });
    toServer.on('data', (bytes) => {
      if (answerIsLost) cut();
      else fromClient.write(bytes);
    });
    toServer.on('close', () => fromClient.destroy());
    fromClient.on('end', () => toServer.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutNextCommit(how: Cut, options: CutOptions = {}) {
      next = how;
      refusing = options.thenRefuse ?? false;
      untilSent = options.untilLate ?? shortWhile;
      toPass = options.after ?? 0;
      onCut = options.onCut ?? (() => {});
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
