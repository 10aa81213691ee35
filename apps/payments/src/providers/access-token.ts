/** A bearer token that a provider gives for a while: asked for once, shared, and renewed before it ends. */
import type { Exchanged } from './provider-http.js';
import { z } from 'zod';

export type TokenResult = { readonly token: string } | { readonly refused: string };

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** A token this close to its end is not used any more: it would end on the way. */
const MARGIN_MS = 30_000;
/** Short-lived tokens are used for at least half of their life. */
const LEAST_SHARE = 0.5;
const MS_PER_SECOND = 1_000;

export class AccessToken {
  #token: string | undefined;
  #until = 0;
  #asking: Promise<TokenResult> | undefined;

  constructor(
    private readonly ask: () => Promise<Exchanged>,
    private readonly now: () => number = Date.now,
  ) {}

  /** A token that is good for a while, or why there is none. Callers at the same time share one request. */
  async get(): Promise<TokenResult> {
    if (this.#token !== undefined && this.now() < this.#until) return { token: this.#token };
    this.#asking ??= this.#renew().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** After a 401: the provider has ended it early. */
  drop(): void {
    this.#token = undefined;
  }

  async #renew(): Promise<TokenResult> {
    const answer = await this.ask();
    if (answer.kind !== 'answered') return { refused: `token: ${answer.detail}` };
    const parsed = tokenAnswer.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) return { refused: `token: status ${answer.status}` };
    const lifeMs = parsed.data.expires_in * MS_PER_SECOND;
    this.#token = parsed.data.access_token;
    this.#until = this.now() + Math.max(lifeMs - MARGIN_MS, lifeMs * LEAST_SHARE);
    return { token: this.#token };
  }
}
