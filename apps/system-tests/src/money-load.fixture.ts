/** Callers that ask for every operation at random, and remember what each was answered. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PaymentsProcesses } from './payments-world.fixture.js';

const CALLERS = 16;
const WALLETS = 6;
const OPENING_BALANCE = 1_000_000;
/** After a refused connection or a 503, as a caller waits before it asks anew. */
const PAUSE_MS = 20;
const REQUEST_TIMEOUT_MS = 30_000;

export interface Asked {
  readonly path: string;
  readonly body: object;
  readonly key: string;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly isReplay: boolean;
}

/** What was asked, and the answer; undefined when none came, or the service could not say. */
export interface Remembered {
  readonly asked: Asked;
  readonly answer: Answered | undefined;
}

export interface MoneyLoad {
  /** Answers so far. */
  readonly answered: () => number;
  /** Resolves when every caller has its last answer. */
  readonly stop: () => Promise<readonly Remembered[]>;
}

/** Asks once. Undefined: not known what became of it. */
export async function askOnce({ apiUrl, apiKey }: PaymentsProcesses, asked: Asked): Promise<Answered | undefined> {
  try {
    const answer = await fetch(`${apiUrl}${asked.path}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        'idempotency-key': asked.key,
      },
      body: JSON.stringify(asked.body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const text = await answer.text();
    // The only one of these that the service is designed to give.
    if (answer.status === 503) return undefined;
    return { status: answer.status, text, isReplay: answer.headers.get('idempotent-replayed') === 'true' };
  } catch {
    return undefined;
  }
}

/** Asks until it is known. */
export async function askUntilKnown(processes: PaymentsProcesses, asked: Asked): Promise<Answered> {
  const deadline = performance.now() + REQUEST_TIMEOUT_MS;
  for (;;) {
    const answer = await askOnce(processes, asked);
    // In use: the first request with the key is under way.
    if (answer && !(answer.status === 409 && answer.text.includes('idempotency_key_in_use'))) return answer;
    if (performance.now() > deadline) throw new Error(`${asked.path} is not answered`);
    await sleep(PAUSE_MS);
  }
}

/** Opens the wallets and begins. */
export async function startMoneyLoad(processes: PaymentsProcesses): Promise<MoneyLoad> {
  const wallets = await Promise.all(Array.from({ length: WALLETS }, () => openWallet(processes)));
  const remembered: Remembered[] = [];
  let isStopped = false;
  let answered = 0;
  const call = async () => {
    const own: string[] = [];
    while (!isStopped) {
      const asked = randomOperation(wallets, own);
      const answer = await askOnce(processes, asked);
      remembered.push({ asked, answer });
      if (!answer) {
        await sleep(PAUSE_MS);
        continue;
      }
      answered += 1;
      const id = asked.path === '/v1/payments' && answer.status === 201 ? idIn(answer.text) : undefined;
      if (id !== undefined) own.push(id);
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, call));
  return {
    answered: () => answered,
    stop: async () => {
      isStopped = true;
      await callers;
      return remembered;
    },
  };
}

const idIn = (text: string) => String((JSON.parse(text) as { id: unknown }).id);

async function openWallet(processes: PaymentsProcesses): Promise<string> {
  const make = async (path: string, body: object) =>
    idIn((await askUntilKnown(processes, { path, body, key: randomUUID() })).text);
  const user = await make('/v1/users', { email: `${randomUUID()}@example.com`, role: 'vendor' });
  const wallet = await make('/v1/wallets', { user_id: user });
  await make(`/v1/wallets/${wallet}/top-ups`, { amount: OPENING_BALANCE, currency: 'RWF', provider: 'airtel' });
  return wallet;
}

const oneOf = <T>(items: readonly T[]): T => items[randomInt(items.length)]!;

function randomOperation(wallets: readonly string[], own: readonly string[]): Asked {
  const from = randomInt(wallets.length);
  const [sender, recipient, third] = [0, 1, 2].map((step) => wallets[(from + step) % wallets.length]!);
  const terms = { sender_wallet_id: sender, currency: 'RWF' };
  const amount = randomInt(1, 500);
  const order = { ...terms, recipient_wallet_id: recipient, amount };
  const legs = [recipient, third].map((to) => ({ recipient_wallet_id: to, amount }));
  const why = { reason: 'drill', actor: 'test' };
  const payment = own.length > 0 ? oneOf(own) : undefined;
  const choices: readonly (readonly [path: string, body: object])[] = [
    ['/v1/payments', order],
    ['/v1/payments', order],
    ['/v1/payments', { ...order, capture: 'manual' }],
    ['/v1/payments', { ...order, amount: 100_000_000 }],
    ['/v1/checkouts', { ...terms, legs }],
    [`/v1/wallets/${recipient}/top-ups`, { amount, currency: 'RWF', provider: 'stripe' }],
    ...(payment === undefined ? [] : changesOf(payment)),
    // Seldom, and let go twice as often: a frozen wallet refuses nearly everything.
    ...(randomInt(5) === 0 ? [[`/v1/wallets/${recipient}/freeze`, why] as const] : []),
    ...(randomInt(2) === 0 ? [[`/v1/wallets/${recipient}/unfreeze`, why] as const] : []),
  ];
  const [path, body] = oneOf(choices);
  return { path, body, key: randomUUID() };
}

const changesOf = (payment: string): readonly (readonly [string, object])[] => [
  [`/v1/payments/${payment}/capture`, {}],
  [`/v1/payments/${payment}/void`, {}],
  [`/v1/payments/${payment}/refunds`, { amount: 1 }],
];
