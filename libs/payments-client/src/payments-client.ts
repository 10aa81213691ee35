import createClient, { type Client } from 'openapi-fetch';
import { DEFAULT_PATIENCE, patientFetch, type Patience } from './patient-fetch.js';
import type { paths } from './schema.generated.js';

/** The payments API by its paths; every parameter, body and answer is typed by the OpenAPI document. */
export type PaymentsClient = Client<paths>;

export interface PaymentsClientOptions {
  /** Where the service listens: `https://payments.example.com`. */
  readonly baseUrl: string;
  /** `vf_test_…` or `vf_live_…`. */
  readonly apiKey: string;
  readonly patience?: Patience;
}

/**
 * A client that sends a request again, under the same key, when the service could not take it. Wrap a call in `answerOf`
 * to have the body or a thrown PaymentsProblem.
 */
export function createPaymentsClient({ baseUrl, apiKey, patience }: PaymentsClientOptions): PaymentsClient {
  return createClient<paths>({
    baseUrl,
    fetch: patientFetch(patience ?? DEFAULT_PATIENCE),
    headers: { authorization: `Bearer ${apiKey}` },
  });
}

/**
 * The header parameter of a request that moves money: keep the key with what it is for (an order, a basket), and send
 * the same one for every attempt. Without one given, a new key.
 */
export function idempotent(key: string = crypto.randomUUID()): { readonly 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}
