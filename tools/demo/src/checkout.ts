/** A checkout service as the demo plays it: registers people, puts money on their wallets, and pays. */
import {
  answerOf,
  createPaymentsClient,
  idempotent,
  NoAnswerError,
  PaymentsProblem,
  type PaymentsClient,
  type Patience,
} from '@vf/payments-client';
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

export class Checkout {
  readonly #api: PaymentsClient;

  constructor(baseUrl: string, apiKey: string, patience: Patience) {
    this.#api = createPaymentsClient({ baseUrl, apiKey, patience });
  }

  /**
   * Registers a user and its wallet and gives the wallet's id. A try whose answer was lost may have made the user, whose
   * addresses are taken then, so they are made anew for each try of the pair.
   */
  async register(role: 'customer' | 'vendor', addresses: (attempt: number) => Addresses): Promise<string> {
    for (let attempt = 0; attempt < MAX_REGISTRATION_TRIES; attempt += 1) {
      try {
        const user = await answerOf(this.#api.POST('/v1/users', { body: { ...addresses(attempt), role } }));
        const wallet = { user_id: user.id, currency: 'RWF' } as const;
        return (await answerOf(this.#api.POST('/v1/wallets', { body: wallet }))).id;
      } catch (err) {
        if (!(err instanceof PaymentsProblem) && !(err instanceof NoAnswerError)) throw err;
      }
    }
    throw new UnexpectedAnswerError(`no ${role} could be registered in ${MAX_REGISTRATION_TRIES} tries`);
  }

  /** Puts whole RWF on a wallet, once for the key however often it is sent. */
  async topUp(walletId: string, amount: number, key: string): Promise<void> {
    await answerOf(
      this.#api.POST('/v1/wallets/{id}/top-ups', {
        params: { path: { id: walletId }, header: idempotent(key) },
        body: { amount, currency: 'RWF', provider: 'mtn_momo' },
      }),
    );
  }

  /** Pays, sent so many times under the key. Every answer must be the same one. */
  async pay(payment: DemoPayment, key: string, sends: number): Promise<PaymentOutcome> {
    const first = await this.#payOnce(payment, key);
    for (let sent = 1; sent < sends; sent += 1) {
      const again = await this.#payOnce(payment, key);
      if (again.kind !== first.kind || again.paymentId !== first.paymentId) {
        throw new UnexpectedAnswerError(`a retry of ${key} was answered ${again.kind}, the first try ${first.kind}`);
      }
    }
    return first;
  }

  async #payOnce({ from, to, amount, provider, metadata }: DemoPayment, key: string): Promise<PaymentOutcome> {
    const parties = { sender_wallet_id: from, recipient_wallet_id: to };
    const body = { ...parties, amount, currency: 'RWF', provider, metadata } as const;
    try {
      const payment = await answerOf(this.#api.POST('/v1/payments', { params: { header: idempotent(key) }, body }));
      return { kind: 'accepted', paymentId: payment.id };
    } catch (err) {
      if (!(err instanceof PaymentsProblem) || !REFUSED_STATUSES.has(err.status)) throw err;
      return { kind: 'refused', code: err.code, paymentId: err.problem.payment_id };
    }
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
