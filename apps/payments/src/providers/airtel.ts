/**
 * Airtel Money: a collection asks the customer for the PIN and is decided later; a disbursement is mostly decided in the
 * answer. Every answer carries a response code, and HTTP 200 alone says nothing. Callbacks carry an HMAC of their
 * payload. From https://developers.airtel.africa/documentation (Collection, Disbursement, Callback, Error codes).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { formatDecimal } from '@vf/money';
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

export interface AirtelOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** ISO 3166, for X-Country. */
  readonly country: string;
  /** Dialling code, which Airtel wants left off its numbers: 250. */
  readonly dialCode: string;
  /** The disbursement PIN, encrypted with Airtel's public key as their portal gives it. */
  readonly encryptedPin: string;
  /** The key of callbacks' HMAC. */
  readonly callbackKey: string;
  readonly timeoutMs: number;
}

/** By the last digits of the code; the family before them (008 collection, 009 disbursement) is told by the kind. */
const SUCCESS = '1001';
const PENDING = new Set(['1000', '1006']);
const NOT_FOUND: Readonly<Record<MovementKind, string>> = { top_up: '1025', payout: '1015' };
const declines: Readonly<Record<MovementKind, Readonly<Record<string, DeclineReason>>>> = {
  top_up: {
    '1002': 'provider_not_approved',
    '1003': 'provider_limit_exceeded',
    '1004': 'provider_declined',
    '1005': 'provider_not_approved',
    '1007': 'provider_insufficient_funds',
    '1008': 'provider_not_approved',
    '1009': 'provider_declined',
    '1010': 'provider_account_not_found',
    '1029': 'provider_not_approved',
  },
  payout: {
    '1003': 'provider_limit_exceeded',
    '1004': 'provider_limit_exceeded',
    '1005': 'provider_declined',
    '1007': 'provider_insufficient_funds',
    '1009': 'provider_account_not_found',
    '1010': 'provider_declined',
    '1012': 'provider_account_not_found',
    '1013': 'provider_not_approved',
  },
};

const answerBody = z.object({
  data: z
    .object({
      transaction: z.object({ airtel_money_id: z.string().nullish(), status: z.string().nullish() }).nullish(),
    })
    .nullish(),
  status: z.object({ response_code: z.string() }),
});
const callbackBody = z.object({
  transaction: z.object({ id: z.string(), status_code: z.string(), airtel_money_id: z.string().nullish() }),
  hash: z.string(),
});
const HEX_ID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

const paths = {
  top_up: { submit: '/merchant/v1/payments/', ask: '/standard/v1/payments/' },
  payout: { submit: '/standard/v1/disbursements/', ask: '/standard/v1/disbursements/' },
} as const;

/** Airtel takes letters and digits only. */
const transactionId = (id: string) => id.replaceAll('-', '');

export class Airtel implements PaymentProvider {
  readonly name = 'airtel';
  readonly #token: AccessToken;

  constructor(private readonly options: AirtelOptions) {
    const { apiUrl, clientId, clientSecret, timeoutMs } = options;
    this.#token = new AccessToken(() =>
      exchange({
        method: 'POST',
        url: `${apiUrl}/auth/oauth2/token`,
        headers: {},
        body: { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' },
        timeoutMs,
      }),
    );
  }

  acceptsParty(_kind: MovementKind, party: string): boolean {
    return isPhoneNumber(party) && msisdnOf(party).startsWith(this.options.dialCode);
  }

  async submit(movement: Movement): Promise<SubmitOutcome> {
    const answer = await this.#call(movement, 'POST', paths[movement.kind].submit, this.#bodyOf(movement));
    if (answer.kind === 'not_sent') return { kind: 'not_submitted', detail: answer.detail };
    if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
    if ([401, 403, 404, 429].includes(answer.status))
      return { kind: 'not_submitted', detail: `status ${answer.status}` };
    const outcome = outcomeOf(movement.kind, answer.status, answer.body);
    return outcome.kind === 'not_found' ? { kind: 'unknown', detail: 'not found on submission' } : outcome;
  }

  async lookUp(movement: Movement): Promise<LookUpOutcome> {
    const answer = await this.#call(movement, 'GET', `${paths[movement.kind].ask}${transactionId(movement.id)}`);
    if (answer.kind !== 'answered') return { kind: 'unknown', detail: answer.detail };
    return outcomeOf(movement.kind, answer.status, answer.body);
  }

  readCallback({ body }: { readonly body: string }): CallbackReading {
    const json = jsonOf(body);
    const parsed = callbackBody.safeParse(json);
    if (!parsed.success) return { kind: 'unreadable' };
    if (!this.#isSigned(json, parsed.data.hash)) return { kind: 'forged' };
    const { airtel_money_id: airtelId, id, status_code: status } = parsed.data.transaction;
    const uuid = HEX_ID.exec(id);
    if (!uuid) return { kind: 'irrelevant' };
    return {
      kind: 'about',
      movementId: uuid.slice(1).join('-'),
      eventKey: `${airtelId ?? transactionId(id)}:${status}`,
    };
  }

  /** Over the JSON of all but the hash, in the order it came: parsing keeps the order of members, a schema does not. */
  #isSigned(json: unknown, hash: string): boolean {
    const payload = JSON.stringify(json, (name, value: unknown) => (name === 'hash' ? undefined : value));
    const expected = createHmac('sha256', this.options.callbackKey).update(payload).digest();
    const given = Buffer.from(hash, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #bodyOf({ amount, currency, id, kind, party }: Movement): object {
    const msisdn = msisdnOf(party).slice(this.options.dialCode.length);
    const { country, encryptedPin } = this.options;
    // Airtel counts in whole units of the currency, not in minor ones; exact, since fewer digits than a double holds.
    const transaction = { amount: Number(formatDecimal(amount)), id: transactionId(id) };
    return kind === 'top_up'
      ? {
          reference: 'VendorFlow',
          subscriber: { country, currency, msisdn },
          transaction: { ...transaction, country, currency },
        }
      : { payee: { msisdn }, reference: 'VendorFlow', pin: encryptedPin, transaction };
  }

  async #call(movement: Movement, method: 'GET' | 'POST', path: string, body?: object): Promise<Exchanged> {
    const token = await this.#token.get();
    if ('refused' in token) return { kind: 'not_sent', detail: token.refused };
    const answer = await exchange({
      method,
      url: `${this.options.apiUrl}${path}`,
      headers: {
        authorization: `Bearer ${token.token}`,
        'x-country': this.options.country,
        'x-currency': movement.currency,
      },
      ...(body ? { body } : {}),
      timeoutMs: this.options.timeoutMs,
    });
    if (answer.kind === 'answered' && answer.status === 401) this.#token.drop();
    return answer;
  }
}

/** A code that is not listed is no answer: it is asked about, never guessed. */
function outcomeOf(kind: MovementKind, httpStatus: number, body: unknown): LookUpOutcome {
  const parsed = answerBody.safeParse(body);
  if (!parsed.success) return { kind: 'unknown', detail: `status ${httpStatus}` };
  const providerCode = parsed.data.status.response_code;
  const providerId = parsed.data.data?.transaction?.airtel_money_id ?? null;
  const family = kind === 'top_up' ? 'DP0080000' : 'DP0090000';
  const code = providerCode.startsWith(family) ? providerCode.slice(family.length) : '';
  if (code === SUCCESS) return { kind: 'succeeded', providerId };
  if (PENDING.has(code)) return { kind: 'accepted', providerId };
  if (code === NOT_FOUND[kind]) return { kind: 'not_found' };
  const reason = declines[kind][code];
  return reason
    ? { kind: 'declined', reason, providerCode, providerId }
    : { kind: 'unknown', detail: `response code ${providerCode}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
