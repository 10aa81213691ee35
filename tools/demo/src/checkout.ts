/** A checkout service as the demo plays it: registers people, puts money on their wallets, and pays. */
import { paymentAnswer, problem, userAnswer, walletAnswer, type PaymentAnswer } from '@vf/contracts';
import { sendPatiently, type HttpAnswer, type Patience } from './patient-http.js';
import type { DemoProvider } from './day-plan.js';

/** What became of one payment request, retries and all. */
export type PaymentOutcome =
  | { readonly kind: 'accepted'; readonly paymentId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly paymentId: string | undefined };

/** How a person is reached; unique on the platform. */
export interface Addresses {
  readonly email: string;
  readonly phone: string;
}

/** An answer the demo has no use for: it stops and shows it. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

const CREATED = 201;

export class Checkout {
  readonly #url: string;
  readonly #apiKey: string;
  readonly #patience: Patience;

  constructor(url: string, apiKey: string, patience: Patience) {
    this.#url = url;
    this.#apiKey = apiKey;
    this.#patience = patience;
  }

  /**
   * Registers a user and its wallet and gives the wallet's id. A user that was created by a try whose answer was lost
   * answers "taken" the second time, so its addresses are made anew for each try of the pair.
   */
  async register(role: 'customer' | 'vendor', addresses: (attempt: number) => Addresses): Promise<string> {
    for (let attempt = 0; attempt < MAX_REGISTRATION_TRIES; attempt += 1) {
      const user = await this.#post('/v1/users', { ...addresses(attempt), role });
      if (user.status !== CREATED) continue;
      const { id } = userAnswer.parse(user.body);
      const wallet = await this.#post('/v1/wallets', { user_id: id, currency: 'RWF' });
      if (wallet.status === CREATED) return walletAnswer.parse(wallet.body).id;
    }
    throw new UnexpectedAnswerError(`no ${role} could be registered in ${MAX_REGISTRATION_TRIES} tries`);
  }

  /** Puts whole RWF on a wallet, once for the key however often it is sent. */
  async topUp(walletId: string, amount: number, key: string): Promise<void> {
    const body = { amount, currency: 'RWF', provider: 'mtn_momo' };
    const answer = await this.#post(`/v1/wallets/${walletId}/top-ups`, body, key);
    if (answer.status !== CREATED) throw unexpected('top-up', answer);
  }

  /** Pays, sent so many times under the key. Every answer must be the same one. */
  async pay(payment: DemoPayment, key: string, sends: number): Promise<PaymentOutcome> {
    const body = {
      sender_wallet_id: payment.from,
      recipient_wallet_id: payment.to,
      amount: payment.amount,
      currency: 'RWF',
      provider: payment.provider,
      metadata: payment.metadata,
    };
    const first = outcomeOf(await this.#post('/v1/payments', body, key));
    for (let sent = 1; sent < sends; sent += 1) {
      const again = outcomeOf(await this.#post('/v1/payments', body, key));
      if (again.kind !== first.kind || again.paymentId !== first.paymentId) {
        throw new UnexpectedAnswerError(`a retry of ${key} was answered ${again.kind}, the first try ${first.kind}`);
      }
    }
    return first;
  }

  #post(path: string, body: unknown, idempotencyKey?: string): Promise<HttpAnswer> {
    return sendPatiently(
      {
        method: 'POST',
        url: `${this.#url}${path}`,
        token: this.#apiKey,
        body,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      },
      this.#patience,
    );
  }
}

export interface DemoPayment {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  readonly provider: DemoProvider;
  readonly metadata: Readonly<Record<string, string>>;
}

const MAX_REGISTRATION_TRIES = 5;
const REFUSED_STATUSES = new Set([402, 422]);

function outcomeOf(answer: HttpAnswer): PaymentOutcome {
  if (answer.status === CREATED) {
    const payment: PaymentAnswer = paymentAnswer.parse(answer.body);
    return { kind: 'accepted', paymentId: payment.id };
  }
  if (!REFUSED_STATUSES.has(answer.status)) throw unexpected('payment', answer);
  const refusal = problem.parse(answer.body);
  return { kind: 'refused', code: refusal.code, paymentId: refusal.payment_id };
}

function unexpected(what: string, answer: HttpAnswer): UnexpectedAnswerError {
  const refusal = problem.safeParse(answer.body);
  const why = refusal.success ? `${refusal.data.code}: ${refusal.data.detail}` : 'no problem+json';
  return new UnexpectedAnswerError(`${what} was answered ${answer.status} (${why})`);
}
