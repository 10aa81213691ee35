/** What the document lets a request be answered, held against what it was answered. */
import { PROBLEM_MEDIA_TYPE, type Problem } from '@vf/contracts';
import {
  answerFaults,
  JSON_MEDIA_TYPE,
  requestFaults,
  responsesOf,
  type NamedOperation,
} from '../http/openapi-document.fixture.js';
import type { FuzzRequest } from './request-arbitrary.fixture.js';
import type { FuzzAnswer } from './send.fixture.js';

/** Of the router: the path was spoiled into one of no operation. */
const NO_ROUTE: ReadonlySet<string> = new Set(['route_not_found']);
const FIRST_ERROR = 400;
const FIRST_FAULT_OF_OURS = 500;
/** 502 of a provider and 503 of a busy service are designed. */
const DESIGNED: ReadonlySet<number> = new Set([502, 503]);
/** Rules between fields, or of a moment, which a schema does not tell. */
const UNTOLD_PARAMS: ReadonlySet<string> = new Set([
  'ending_before',
  'at',
  'source',
  'destination',
  'client_id',
  'cursor',
  'expires_at',
]);
const ABOUT_SHAPE: ReadonlySet<string> = new Set([
  'malformed_json',
  'malformed_request',
  'body_missing',
  'field_missing',
  'field_unknown',
  'field_invalid',
  'amount_not_integer',
  'amount_not_positive',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_repeated',
  'duplicate_member',
  'unsupported_media_type',
]);

/** Every way in which the answer is not what the document says; empty when it is. */
export function judge(operation: NamedOperation, request: FuzzRequest, answer: FuzzAnswer): readonly string[] {
  const { status, headers } = answer;
  const body = parsed(answer.text);
  if (body === undefined) return [`${status} is not JSON`];
  if (request.wrong === 'the path' && NO_ROUTE.has(codeOf(body))) return [];
  const response = responsesOf(operation)[String(status)];
  if (!response) return [`${status} ${codeOf(body)} is not documented`];
  const mediaType = String(headers['content-type']).split(';', 1)[0] ?? '';
  const isError = status >= FIRST_ERROR;
  const faults = [
    ...(mediaType === (isError ? PROBLEM_MEDIA_TYPE : JSON_MEDIA_TYPE) ? [] : [`${status} comes as ${mediaType}`]),
    ...(headers['request-id'] === undefined ? [`${status} has no request id`] : []),
    ...(isError ? problemFaults(body as Problem, answer) : []),
    ...(status >= FIRST_FAULT_OF_OURS && !DESIGNED.has(status) ? [`${status} ${codeOf(body)} is a fault of ours`] : []),
  ];
  if (response.content[mediaType]) faults.push(...answerFaults(operation, { status, mediaType, body }));
  return [...faults, ...misjudged(operation, request, { status, body })];
}

function problemFaults(problem: Problem, { headers, status }: FuzzAnswer): string[] {
  return [
    ...(problem.status === status ? [] : [`the problem says ${problem.status}, the answer ${status}`]),
    ...(problem.instance === headers['request-id'] ? [] : ['the problem names another request']),
    ...(!problem.retryable || headers['retry-after'] !== undefined
      ? []
      : [`${problem.code} does not say when to retry`]),
  ];
}

/** What the schema refuses must be refused, and what it allows must not be refused for its shape. */
function misjudged(
  operation: NamedOperation,
  { body: sent, wrong }: FuzzRequest,
  { status, body }: { readonly status: number; readonly body: unknown },
): string[] {
  const { requestBody } = operation.operation;
  const asked = sent === undefined ? undefined : parsed(sent);
  if (requestBody && asked !== undefined && status < FIRST_ERROR) {
    return requestFaults(operation, asked).map((fault) => `took a body that the document does not allow: ${fault}`);
  }
  const { code, param = '' } = body as Partial<Problem>;
  const isRefusedForShape = wrong === undefined && ABOUT_SHAPE.has(code ?? '') && !UNTOLD_PARAMS.has(param);
  return isRefusedForShape ? [`refused what the document allows: ${code ?? ''} ${param}`] : [];
}

const codeOf = (body: unknown) =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
