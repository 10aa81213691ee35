/** Fuzzes a running service by its OpenAPI document, and tells what it found. */
import fc from 'fast-check';
import { operations, type NamedOperation } from '../http/openapi-document.fixture.js';
import type { RunningService } from '../running-service.fixture.js';
import { judge } from './judge.fixture.js';
import { GOOD_KEY, requestOf, resolveRequest, type FuzzRequest } from './request-arbitrary.fixture.js';
import { Sender, type FuzzAnswer } from './send.fixture.js';

export interface FuzzOptions {
  readonly seed: number;
  readonly requestsPerOperation: number;
}

export interface FuzzReport {
  /** One line for each kind of fault, with a request that showed it. */
  readonly faults: readonly string[];
  /** Requests of each operation by the status of their answer. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

const AT_ONCE = 8;
const LONGEST_SHOWN = 400;
const ID = /"((?:usr|wal|pay|ref|chk|grt|whk|whd|aud|cli)_[0-9a-f]{32})"/g;
const KEPT_OF_A_KIND = 60;

/** Ids that answers have told, by their prefix. */
class KnownIds extends Map<string, string[]> {
  learn(text: string): void {
    for (const [, id = ''] of text.matchAll(ID)) {
      const prefix = id.slice(0, 3);
      const known = this.get(prefix) ?? [];
      if (known.length < KEPT_OF_A_KIND && !known.includes(id)) this.set(prefix, [...known, id]);
    }
  }
}

/** What would keep most other requests from doing anything is sent in one round of so many. */
const RARELY: Readonly<Record<string, number>> = {
  freezeWallet: 5,
  deleteWebhookEndpoint: 5,
  setKyc: 5,
  setKycLimit: 25,
};

/** The operations in turn, so that each meets what the others have made. */
function plan({ seed, requestsPerOperation }: FuzzOptions): readonly (readonly [NamedOperation, FuzzRequest])[] {
  const perOperation = operations.map((operation, n) =>
    fc
      .sample(requestOf(operation), { seed: seed + n, numRuns: requestsPerOperation })
      .filter((_request, round) => round % (RARELY[operation.name] ?? 1) === 0)
      .map((request) => [operation, request] as const),
  );
  return Array.from({ length: requestsPerOperation }, (_, round) =>
    perOperation.flatMap((requests) => requests.slice(round, round + 1)),
  ).flat();
}

/** Sends what is planned. `learnFrom` are answers that tell ids of things there are. */
export async function fuzz(
  service: RunningService,
  options: FuzzOptions,
  learnFrom: readonly string[],
): Promise<FuzzReport> {
  const sender = new Sender(service.url, service.key, GOOD_KEY);
  const ids = new KnownIds();
  for (const text of learnFrom) ids.learn(text);
  const faults = new Map<string, string>();
  const statuses = new Map<string, Map<number, number>>();
  const waiting = [...plan(options)].toReversed();
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [operation, planned] = next;
      const request = resolveRequest(planned, ids);
      const answer = await sender.send(request).catch((err: unknown) => String(err));
      const found = typeof answer === 'string' ? [answer] : judge(operation, request, answer);
      for (const fault of found) faults.set(`${operation.name}: ${fault}`, shown(request, answer));
      if (typeof answer === 'string') continue;
      ids.learn(answer.text);
      const counts = statuses.get(operation.name) ?? new Map<number, number>();
      statuses.set(operation.name, counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  sender.close();
  return { faults: [...faults].map(([fault, example]) => `${fault}\n    ${example}`), statuses };
}

function shown({ method, path, headers, body = '', wrong }: FuzzRequest, answer: FuzzAnswer | string): string {
  const text = typeof answer === 'string' ? answer : `${answer.status} ${answer.text}`;
  const { authorization: _secret, ...told } = headers;
  const parts = [`${method} ${path}`, JSON.stringify(told), body, `(wrong: ${wrong ?? 'nothing'})`, '->', text];
  return parts.map((part) => part.slice(0, LONGEST_SHOWN)).join(' ');
}
