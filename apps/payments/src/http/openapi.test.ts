import { Validator } from '@seriousme/openapi-schema-validator';
import { errorCatalogue, errorCodes, PROBLEM_MEDIA_TYPE, type ErrorCode, type Problem } from '@vf/contracts';
import {
  answerFaults,
  at,
  document,
  JSON_MEDIA_TYPE,
  operations,
  requestFaults,
  responsesOf,
  type Media,
  type NamedOperation,
} from './openapi-document.fixture.js';
import { outsideOperations } from './openapi-errors.js';
import { routes } from './routes.js';

/** Every `$ref` of the document, wherever it stands. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [String(member)] : referencesIn(member)));
}

const named = (operation: NamedOperation) => [operation.name, operation] as const;

/** The examples of a body, those of components too. */
const examplesOf = ({ examples = {} }: Media): readonly unknown[] =>
  Object.values(examples).map((example) =>
    example.$ref === undefined ? example.value : (at(example.$ref) as { value: unknown }).value,
  );

const isError = (status: string) => Number(status) >= 400;

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 by the schema of its makers', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document) as unknown as Record<string, unknown>)).toEqual({
      valid: true,
    });
    expect(validator.version).toBe('3.1');
  });

  it('refers only to what it has', () => {
    const references = new Set(referencesIn(document));
    expect(references.size).toBeGreaterThan(5);
    for (const reference of references) expect([reference, typeof at(reference)]).toEqual([reference, 'object']);
  });

  it('has every route under a name of its own', () => {
    const names = operations.map(({ name }) => name);
    expect(names).toHaveLength(routes.length);
    expect(new Set(names).size).toBe(routes.length);
  });

  it('tells the limits that requests are held to', () => {
    expect(document.components.schemas['CreatePayment']).toMatchObject({
      additionalProperties: false,
      required: ['sender_wallet_id', 'recipient_wallet_id', 'amount', 'currency'],
      properties: {
        amount: { type: 'integer', exclusiveMinimum: 0, maximum: 999_999_999_999_999 },
        metadata: { maxProperties: 50 },
      },
    });
  });

  it('shows every error code of the platform that is not another service’s', () => {
    const documented = new Set<ErrorCode>([...outsideOperations, ...operations.flatMap((each) => codesAt(each))]);
    expect(errorCodes.filter((code) => !documented.has(code)).toSorted()).toEqual(ofOtherServices.toSorted());
    for (const code of outsideOperations) expect(document.info.description).toContain(`\`${code}\``);
  });
});

/** Answered by the fraud service, the ledger projection and the capture worker; each documents its own. */
const ofOtherServices: readonly ErrorCode[] = [
  'role_forbidden',
  'alert_not_found',
  'pipeline_not_found',
  'snapshot_not_found',
  'slot_not_found',
  'slot_name_differs',
  'pipeline_not_paused',
  'pipeline_not_stopped',
  'slot_command_under_way',
  'slot_command_out_of_time',
  'wallet_command_not_found',
  'source_transaction_open',
  'position_not_recorded',
  'pipeline_stopped',
  'pipeline_not_streaming',
  'table_not_captured',
  'table_without_key',
  'snapshot_range_invalid',
  'snapshot_queue_full',
  'snapshot_state_conflict',
  'position_not_reached',
  'read_model_empty',
  'read_model_incomplete',
];

const codesAt = (operation: NamedOperation): readonly ErrorCode[] =>
  Object.entries(responsesOf(operation))
    .filter(([status]) => isError(status))
    .flatMap(([, { content }]) => examplesOf(content[PROBLEM_MEDIA_TYPE]!).map((example) => (example as Problem).code));

describe.each(operations.map(named))('%s', (_name, operation) => {
  const { requestBody } = operation.operation;
  const responses = responsesOf(operation);

  it('shows requests it would take', () => {
    if (!requestBody) return;
    const route = routes.find(({ operationId }) => operationId === operation.name);
    const examples = examplesOf(requestBody.content[JSON_MEDIA_TYPE]!);
    expect(examples).not.toEqual([]);
    for (const example of examples) {
      expect(requestFaults(operation, example)).toEqual([]);
      expect(route?.request?.safeParse(example).error).toBeUndefined();
    }
  });

  it('shows an answer for each good status', () => {
    const good = Object.entries(responses).filter(([status]) => !isError(status));
    expect(good).not.toEqual([]);
    for (const [status, { content }] of good) {
      const examples = examplesOf(content[JSON_MEDIA_TYPE]!);
      expect(examples).not.toEqual([]);
      for (const body of examples) {
        expect(answerFaults(operation, { status, mediaType: JSON_MEDIA_TYPE, body })).toEqual([]);
      }
    }
  });

  it('shows a problem for each code, under the status of the code', () => {
    const bad = Object.entries(responses).filter(([status]) => isError(status));
    for (const [status, { content, description }] of bad) {
      const { examples = {} } = content[PROBLEM_MEDIA_TYPE]!;
      expect(Object.keys(examples)).not.toEqual([]);
      for (const [code, body] of Object.entries(examples).map(([name, { $ref }]) => [name, at($ref!)] as const)) {
        const { value } = body as { value: Problem };
        expect([value.code, String(errorCatalogue[value.code].status)]).toEqual([code, status]);
        expect(description).toContain(`\`${code}\``);
        expect(answerFaults(operation, { status, mediaType: PROBLEM_MEDIA_TYPE, body: value })).toEqual([]);
      }
    }
  });

  it('lists each key error where a key is taken', () => {
    const takesKey = operation.operation.parameters.some(({ name }) => name === 'Idempotency-Key');
    const keyCodes = codesAt(operation).filter((code) => code.startsWith('idempotency_key_'));
    const all = errorCodes.filter((code) => code.startsWith('idempotency_key_'));
    expect(keyCodes.toSorted()).toEqual(takesKey ? all.toSorted() : []);
  });
});
