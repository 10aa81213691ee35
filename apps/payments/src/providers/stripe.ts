/**
 * Stripe, by its own SDK: a PaymentIntent confirmed off session for a top-up, a Transfer to a connected account for a
 * payout. Our movement id is the Idempotency-Key and lies in the metadata. The SDK's retries are off: it asks again by
 * itself after a closed connection unless its transport is fetch, whose errors it does not take for that.
 * From https://docs.stripe.com/api (payment_intents, transfers, errors, idempotent_requests) and /webhooks.
 */
import { toMinorUnits, type Currency, type Hundredths } from '@vf/money';
import type {
  CallbackReading,
  DeclineReason,
  LookUpOutcome,
  Movement,
  MovementKind,
  PaymentProvider,
  RawCallback,
  SubmitOutcome,
} from '@vf/payments';
import Stripe from 'stripe';
import { z } from 'zod';
import { failureOf, guardedFetch } from './provider-http.js';

export interface StripeOptions {
  readonly apiUrl: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly timeoutMs: number;
}

const parties: Readonly<Record<MovementKind, RegExp>> = {
  top_up: /^pm_[A-Za-z0-9_]{1,100}$/,
  payout: /^acct_[A-Za-z0-9_]{1,100}$/,
};

const reasons: Readonly<Record<string, DeclineReason>> = {
  insufficient_funds: 'provider_insufficient_funds',
  balance_insufficient: 'provider_insufficient_funds',
  resource_missing: 'provider_account_not_found',
  account_invalid: 'provider_account_not_found',
  authentication_required: 'provider_not_approved',
  authentication_not_handled: 'provider_not_approved',
  transfers_not_allowed: 'provider_not_approved',
  card_velocity_exceeded: 'provider_limit_exceeded',
  withdrawal_count_limit_exceeded: 'provider_limit_exceeded',
  amount_too_large: 'provider_limit_exceeded',
};

/** Minor units as Stripe counts them: UGX has none, and yet goes by hundredths there (docs.stripe.com/currencies). */
function stripeAmount(amount: Hundredths, currency: Currency): number {
  return currency === 'UGX' ? Number(amount) : toMinorUnits(amount, currency);
}

const eventObject = z.looseObject({ metadata: z.looseObject({ movement: z.uuid() }) });

export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  readonly #stripe: Stripe;

  constructor(private readonly options: StripeOptions) {
    const { hostname, port, protocol } = new URL(options.apiUrl);
    this.#stripe = new Stripe(options.secretKey, {
      host: hostname,
      ...(port === '' ? {} : { port }),
      protocol: protocol === 'http:' ? 'http' : 'https',
      maxNetworkRetries: 0,
      timeout: options.timeoutMs,
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient(guardedFetch),
    });
  }

  acceptsParty(kind: MovementKind, party: string): boolean {
    return parties[kind].test(party);
  }

  async submit(movement: Movement): Promise<SubmitOutcome> {
    try {
      return movement.kind === 'top_up' ? await this.#collect(movement) : await this.#pay(movement);
    } catch (err) {
      return submitFailure(err);
    }
  }

  async #collect({ amount, currency, id, party }: Movement): Promise<SubmitOutcome> {
    const intent = await this.#stripe.paymentIntents.create(
      {
        amount: stripeAmount(amount, currency),
        currency: currency.toLowerCase(),
        payment_method: party,
        confirm: true,
        off_session: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        metadata: { movement: id },
      },
      { idempotencyKey: id },
    );
    return intentOutcome(intent);
  }

  async #pay({ amount, currency, id, party }: Movement): Promise<SubmitOutcome> {
    const transfer = await this.#stripe.transfers.create(
      {
        amount: stripeAmount(amount, currency),
        currency: currency.toLowerCase(),
        destination: party,
        transfer_group: id,
        metadata: { movement: id },
      },
      { idempotencyKey: id },
    );
    return transferOutcome(transfer);
  }

  /** Search by metadata lags behind writes by up to a minute; "not found" is believed only long after that. */
  async lookUp({ id, kind, providerId }: Movement): Promise<LookUpOutcome> {
    try {
      if (kind === 'payout') {
        const [transfer] = (await this.#stripe.transfers.list({ transfer_group: id, limit: 1 })).data;
        return transfer ? transferOutcome(transfer) : { kind: 'not_found' };
      }
      if (providerId !== null) return intentOutcome(await this.#stripe.paymentIntents.retrieve(providerId));
      const [intent] = (await this.#stripe.paymentIntents.search({ query: `metadata['movement']:'${id}'`, limit: 1 }))
        .data;
      return intent ? intentOutcome(intent) : { kind: 'not_found' };
    } catch (err) {
      return { kind: 'unknown', detail: detailOf(err) };
    }
  }

  /** Cancels an intent that waits for the customer. Stripe refuses where it is past that; asking then tells. */
  async cancel(movement: Movement): Promise<LookUpOutcome> {
    if (movement.kind === 'payout' || movement.providerId === null) return this.lookUp(movement);
    try {
      return intentOutcome(await this.#stripe.paymentIntents.cancel(movement.providerId));
    } catch {
      return this.lookUp(movement);
    }
  }

  readCallback({ body, headers }: RawCallback): CallbackReading {
    const signature = headers['stripe-signature'];
    if (typeof signature !== 'string') return { kind: 'forged' };
    try {
      const event = this.#stripe.webhooks.constructEvent(body, signature, this.options.webhookSecret);
      const about = eventObject.safeParse(event.data.object);
      if (!about.success) return { kind: 'irrelevant' };
      return { kind: 'about', movementId: about.data.metadata.movement, eventKey: event.id };
    } catch (err) {
      return { kind: err instanceof Stripe.errors.StripeSignatureVerificationError ? 'forged' : 'unreadable' };
    }
  }
}

/** The SDK types what it was sent without looking at it. */
const isThing = (thing: { readonly id?: unknown; readonly object?: unknown }, object: string): boolean =>
  typeof thing.id === 'string' && thing.object === object;

function transferOutcome(transfer: Stripe.Transfer): Exclude<LookUpOutcome, { kind: 'not_found' }> {
  if (!isThing(transfer, 'transfer')) return { kind: 'unknown', detail: 'not a transfer' };
  return { kind: 'succeeded', providerId: transfer.id };
}

/** An intent that failed could be confirmed again with another card; ours never is, so it has ended. */
function intentOutcome(intent: Stripe.PaymentIntent): Exclude<LookUpOutcome, { kind: 'not_found' }> {
  if (!isThing(intent, 'payment_intent')) return { kind: 'unknown', detail: 'not a payment intent' };
  const providerId = intent.id;
  switch (intent.status) {
    case 'succeeded':
      return { kind: 'succeeded', providerId };
    case 'canceled':
      return { kind: 'declined', reason: 'provider_not_approved', providerCode: 'canceled', providerId };
    case 'requires_payment_method': {
      const { code, decline_code: declineCode } = intent.last_payment_error ?? {};
      return declined(declineCode ?? code ?? 'requires_payment_method', providerId);
    }
    case 'processing':
    case 'requires_action':
    case 'requires_capture':
    case 'requires_confirmation':
      return { kind: 'accepted', providerId };
    default:
      // A status that a later version of the API brings.
      return { kind: 'unknown', detail: 'status of the intent' };
  }
}

function declined(providerCode: string, providerId: string | null) {
  const reason = reasons[providerCode] ?? 'provider_declined';
  return { kind: 'declined', reason, providerCode, providerId } as const;
}

/** Which errors say that nothing was made. 409, 5xx and a broken connection say nothing of the kind. */
function submitFailure(err: unknown): SubmitOutcome {
  const { errors } = Stripe;
  if (err instanceof errors.StripeCardError) {
    return declined(err.decline_code || err.code || 'card_declined', err.payment_intent?.id ?? null);
  }
  if (err instanceof errors.StripeConnectionError) {
    const failure = failureOf(err.detail);
    return { kind: failure.kind === 'not_sent' ? 'not_submitted' : 'unknown', detail: failure.detail };
  }
  if (
    err instanceof errors.StripeAuthenticationError ||
    err instanceof errors.StripePermissionError ||
    err instanceof errors.StripeRateLimitError
  ) {
    return { kind: 'not_submitted', detail: detailOf(err) };
  }
  if (err instanceof errors.StripeInvalidRequestError && err.statusCode === 400) {
    return declined(err.code ?? 'invalid_request', null);
  }
  return { kind: 'unknown', detail: detailOf(err) };
}

function detailOf(err: unknown): string {
  if (!(err instanceof Stripe.errors.StripeError)) return err instanceof Error ? err.name : 'unknown error';
  return [err.type, err.statusCode, err.code].filter((part) => part !== undefined).join(' ');
}
