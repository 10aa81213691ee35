/**
 * MTN MoMo: Collections for top-ups, Disbursements for payouts. Both take the request with 202 and decide later; the
 * caller's X-Reference-Id names the movement, and a second request with it gets 409. Callbacks come once, unsigned, by
 * PUT or POST, so they are never believed. From https://momodeveloper.mtn.com/api-documentation.
 */
import { createHash } from 'node:crypto';
import { formatDecimal, minorUnitDigits, type Currency, type Hundredths } from '@vf/money';
import type {
  CallbackReading,
  DeclineReason,
  LookUpOutcome,
  Movement,
  MovementKind,
  PaymentProvider,
  SubmitOutcome,
} from '@vf/payments';
import { z } from 'zod';
import { AccessToken } from './access-token.js';
import { isPhoneNumber, msisdnOf } from './phone-number.js';
import { exchange, type Exchanged } from './provider-http.js';

export interface MtnMomoOptions {
  readonly apiUrl: string;
  /** `sandbox`, or the country's, such as `mtnrwanda`. */
  readonly targetEnvironment: string;
  readonly apiUser: string;
  readonly apiKey: string;
  readonly collectionSubscriptionKey: string;
  readonly disbursementSubscriptionKey: string;
  /** Where MTN is to call back; without it only asking tells. */
  readonly callbackUrl?: string | undefined;
  readonly timeoutMs: number;
}

const reasons: Readonly<Record<string, DeclineReason>> = {
  NOT_ENOUGH_FUNDS: 'provider_insufficient_funds',
  LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED: 'provider_insufficient_funds',
  PAYER_NOT_FOUND: 'provider_account_not_found',
  PAYEE_NOT_FOUND: 'provider_account_not_found',
  PAYER_LIMIT_REACHED: 'provider_limit_exceeded',
  PAYEE_LIMIT_REACHED: 'provider_limit_exceeded',
  APPROVAL_REJECTED: 'provider_not_approved',
  EXPIRED: 'provider_not_approved',
};

const statusAnswer = z.object({
  status: z.enum(['CREATED', 'PENDING', 'SUCCESSFUL', 'FAILED', 'REJECTED', 'TIMEOUT']),
  financialTransactionId: z.union([z.string(), z.number()]).transform(String).nullish(),
  // An object in the description of the API, a bare word in what some markets send.
  reason: z.union([z.string(), z.object({ code: z.string() })]).nullish(),
});
const errorAnswer = z.object({ code: z.string() });
const callbackBody = z.object({ externalId: z.uuid() });

const products = {
  top_up: { name: 'collection', path: 'requesttopay', party: 'payer' },
  payout: { name: 'disbursement', path: 'transfer', party: 'payee' },
} as const;

export class MtnMomo implements PaymentProvider {
  readonly name = 'mtn_momo';
  readonly #tokens: Readonly<Record<MovementKind, AccessToken>>;

  constructor(private readonly options: MtnMomoOptions) {
    this.#tokens = { top_up: this.#tokenOf('top_up'), payout: this.#tokenOf('payout') };
  }

  acceptsParty(_kind: MovementKind, party: string): boolean {
    return isPhoneNumber(party);
  }

  async submit(movement: Movement): Promise<SubmitOutcome> {
    const { path, party } = products[movement.kind];
    const answer = await this.#call(movement.kind, {
      method: 'POST',
      path,
      headers: {
        'x-reference-id': movement.id,
        ...(this.options.callbackUrl === undefined ? {} : { 'x-callback-url': this.options.callbackUrl }),
      },
      body: {
        amount: amountText(movement.amount, movement.currency),
        currency: movement.currency,
        externalId: movement.id,
        [party]: { partyIdType: 'MSISDN', partyId: msisdnOf(movement.party) },
        payerMessage: 'VendorFlow',
        payeeNote: 'VendorFlow',
      },
    });
    if (answer.kind === 'not_sent') return { kind: 'not_submitted', detail: answer.detail };
    if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
    return submitted(answer.status, answer.body);
  }

  async lookUp({ id, kind }: Movement): Promise<LookUpOutcome> {
    const { path } = products[kind];
    const answer = await this.#call(kind, { method: 'GET', path: `${path}/${id}`, headers: {} });
    if (answer.kind !== 'answered') return { kind: 'unknown', detail: answer.detail };
    if (answer.status === 404) return notFound(answer.body);
    const parsed = statusAnswer.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) return { kind: 'unknown', detail: `status ${answer.status}` };
    return outcomeOf(parsed.data);
  }

  /** Unsigned: whoever knows our id can make us ask, and no more. The same bytes are the same event. */
  readCallback({ body }: { readonly body: string }): CallbackReading {
    const parsed = callbackBody.safeParse(jsonOf(body));
    if (!parsed.success) return { kind: 'unreadable' };
    const eventKey = createHash('sha256').update(body).digest('hex');
    return { kind: 'about', movementId: parsed.data.externalId, eventKey };
  }

  #tokenOf(kind: MovementKind): AccessToken {
    const { apiKey, apiUrl, apiUser, timeoutMs } = this.options;
    return new AccessToken(() =>
      exchange({
        method: 'POST',
        url: `${apiUrl}/${products[kind].name}/token/`,
        headers: {
          authorization: `Basic ${Buffer.from(`${apiUser}:${apiKey}`).toString('base64')}`,
          ...this.#subscription(kind),
        },
        timeoutMs,
      }),
    );
  }

  #subscription(kind: MovementKind): Record<string, string> {
    const { collectionSubscriptionKey, disbursementSubscriptionKey } = this.options;
    const key = kind === 'top_up' ? collectionSubscriptionKey : disbursementSubscriptionKey;
    return { 'ocp-apim-subscription-key': key };
  }

  async #call(
    kind: MovementKind,
    asked: { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: object },
  ): Promise<Exchanged> {
    const token = await this.#tokens[kind].get();
    // Without a token nothing was asked of the product itself.
    if ('refused' in token) return { kind: 'not_sent', detail: token.refused };
    const answer = await exchange({
      ...asked,
      url: `${this.options.apiUrl}/${products[kind].name}/v1_0/${asked.path}`,
      headers: {
        ...asked.headers,
        ...this.#subscription(kind),
        authorization: `Bearer ${token.token}`,
        'x-target-environment': this.options.targetEnvironment,
      },
      timeoutMs: this.options.timeoutMs,
    });
    if (answer.kind === 'answered' && answer.status === 401) this.#tokens[kind].drop();
    return answer;
  }
}

/** 409 is a yes to an earlier submission with this id. A refusal of the request as such leaves nothing behind. */
function submitted(status: number, body: unknown): SubmitOutcome {
  if (status === 202 || status === 409) return { kind: 'accepted', providerId: null };
  if (status === 400) {
    const code = errorAnswer.safeParse(body).data?.code ?? 'BAD_REQUEST';
    return { kind: 'declined', reason: reasons[code] ?? 'provider_declined', providerCode: code, providerId: null };
  }
  if ([401, 403, 404, 429].includes(status)) return { kind: 'not_submitted', detail: `status ${status}` };
  return { kind: 'unknown', detail: `status ${status}` };
}

/** A 404 of a proxy or a wrong address is no word of MTN's about the movement. */
function notFound(body: unknown): LookUpOutcome {
  return errorAnswer.safeParse(body).data?.code === 'RESOURCE_NOT_FOUND'
    ? { kind: 'not_found' }
    : { kind: 'unknown', detail: 'status 404' };
}

function outcomeOf({ financialTransactionId, reason, status }: z.output<typeof statusAnswer>): LookUpOutcome {
  const providerId = financialTransactionId ?? null;
  if (status === 'SUCCESSFUL') return { kind: 'succeeded', providerId };
  if (status === 'CREATED' || status === 'PENDING') return { kind: 'accepted', providerId };
  const providerCode = (typeof reason === 'string' ? reason : reason?.code) ?? status;
  const fallback = status === 'FAILED' ? 'provider_declined' : 'provider_not_approved';
  return { kind: 'declined', reason: reasons[providerCode] ?? fallback, providerCode, providerId };
}

/** MTN takes amounts as text, without decimals where the currency has none. */
function amountText(amount: Hundredths, currency: Currency): string {
  const decimal = formatDecimal(amount);
  return minorUnitDigits[currency] === 0 ? decimal.replace(/\.00$/, '') : decimal;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
