/** How the OpenAPI document shows what is refused: a response for each status, an example for each code. */
import { errorCatalogue, errorCodes, PROBLEM_MEDIA_TYPE, problemOf, type ErrorCode } from '@vf/contracts';
import { headersNamed } from './openapi-headers.js';
import { EXAMPLE_REQUEST_ID, type Route } from './route.js';

const ANY_REQUEST: readonly ErrorCode[] = [
  'malformed_request',
  'headers_too_large',
  'request_timeout',
  'too_many_connections',
  'database_unavailable',
  'stopping',
  'internal_error',
];
const ANY_WITH_KEY: readonly ErrorCode[] = [
  'credentials_missing',
  'credentials_invalid',
  'key_of_other_mode',
  'scope_missing',
  'rate_limited',
];
/** Also where no body is asked for: one that comes is read all the same. */
const ANY_BODY: readonly ErrorCode[] = [
  'malformed_json',
  'duplicate_member',
  'body_missing',
  'body_too_large',
  'unsupported_media_type',
  'field_unknown',
];

const ANY_QUERY: readonly ErrorCode[] = ['field_unknown', 'field_invalid'];

/** Of no operation: answered where there is none. */
export const outsideOperations: readonly ErrorCode[] = ['route_not_found', 'method_not_allowed'];

/** Every code that the route may answer. */
export const codesOf = ({ method, scope, query, errors }: Route): readonly ErrorCode[] => [
  ...new Set([
    ...ANY_REQUEST,
    ...(scope === undefined ? [] : ANY_WITH_KEY),
    ...(method === 'GET' ? [] : ANY_BODY),
    ...(query === undefined ? [] : ANY_QUERY),
    ...errors,
  ]),
];

/** Responses of the document that several operations share, by their names. */
export type SharedResponses = Map<string, object>;

/** One response a status, with every code that may come with it; each is put among those that are shared. */
export function errorResponses(codes: readonly ErrorCode[], shared: SharedResponses): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => {
      const name = nameIn(shared, status, ofStatus);
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

/** The name of the response with these codes, which is made when there is none. */
function nameIn(shared: SharedResponses, status: number, codes: readonly ErrorCode[]): string {
  const response = errorResponse([...codes].toSorted(inCatalogue));
  const text = JSON.stringify(response);
  for (let n = 1; ; n += 1) {
    const name = codes.length === 1 ? String(codes[0]) : `problems_${status}_${n}`;
    const there = shared.get(name);
    if (there !== undefined && JSON.stringify(there) !== text) continue;
    shared.set(name, response);
    return name;
  }
}

const inCatalogue = (a: ErrorCode, b: ErrorCode) => errorCodes.indexOf(a) - errorCodes.indexOf(b);

function errorResponse(codes: readonly ErrorCode[]): object {
  return {
    description: codes.map((code) => `- \`${code}\`: ${errorCatalogue[code].title}`).join('\n'),
    headers: headersNamed([
      'Request-Id',
      ...(codes.some((code) => errorCatalogue[code].retryable) ? (['Retry-After'] as const) : []),
      ...(codes.includes('credentials_missing') ? (['WWW-Authenticate'] as const) : []),
    ]),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

const PARAM_OF: Partial<Record<ErrorCode, string>> = {
  field_missing: 'currency',
  field_unknown: 'amonut',
  field_invalid: 'sender_wallet_id',
  amount_not_integer: 'amount',
  amount_not_positive: 'amount',
  amount_too_large: 'amount',
  same_wallet: 'recipient_wallet_id',
  insufficient_funds: 'amount',
  client_reference_taken: 'client_reference',
  email_taken: 'email',
  phone_taken: 'phone',
};

/** A problem for each of the codes, to be referred to from the responses. */
export function problemExamples(codes: ReadonlySet<ErrorCode>): Record<string, object> {
  return Object.fromEntries(errorCodes.filter((code) => codes.has(code)).map((code) => [code, exampleOf(code)]));
}

function exampleOf(code: ErrorCode): object {
  const param = PARAM_OF[code];
  return {
    summary: errorCatalogue[code].title,
    value: problemOf(code, { instance: EXAMPLE_REQUEST_ID, ...(param === undefined ? {} : { param }) }),
  };
}
