import { openApiDocument } from './openapi.js';
import { routes } from './routes.js';

const document = openApiDocument('1.0.0') as {
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  components: { schemas: Record<string, object> };
};

/** Every `$ref` of the document, wherever it stands. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [String(member)] : referencesIn(member)));
}

describe('the OpenAPI document', () => {
  it('refers only to what it has', () => {
    const references = new Set(referencesIn(document));
    expect(references.size).toBeGreaterThan(5);
    for (const reference of references) {
      expect(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(
        reference,
      );
    }
  });

  it('has every route under a name of its own', () => {
    const names = Object.values(document.paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    expect(names).toHaveLength(routes.length);
    expect(new Set(names).size).toBe(routes.length);
  });

  it('shows examples that the operations would take', () => {
    const shown = routes.flatMap(({ request, examples = {} }) =>
      Object.values(examples).map((example) => request?.safeParse(example).success),
    );
    expect(shown.length).toBeGreaterThan(9);
    expect(new Set(shown)).toEqual(new Set([true]));
  });

  it('tells the limits that requests are held to', () => {
    expect(document.components.schemas['CreatePayment']).toMatchObject({
      additionalProperties: false,
      required: ['sender_wallet_id', 'recipient_wallet_id', 'amount', 'currency'],
      properties: { amount: { type: 'integer', exclusiveMinimum: 0, maximum: 999_999_999_999_999 } },
    });
  });
});
