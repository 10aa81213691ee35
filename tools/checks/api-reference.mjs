// The OpenAPI document as Markdown: a page for each tag, and one that lists them all.
const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

const fileOf = (tag) => `${tag.toLowerCase().replaceAll(' ', '-')}.md`;
const oneLine = (text) => text.replaceAll('\n', ' ').replaceAll('|', '\\|');
const json = (value) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The files by name, each `[name, text]`. */
export function apiReference(document) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      responses: resolved(operation.responses, document),
      path,
      method: method.toUpperCase(),
    })),
  );
  const common = commonCodes(operations);
  const pages = document.tags.map(({ name }) => {
    const ofTag = operations.filter(({ tags }) => tags.includes(name));
    return [fileOf(name), page(name, ofTag, { document, common })];
  });
  return [['README.md', contents(document, operations, common)], ...pages];
}

const resolved = (responses, { components }) =>
  Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      response.$ref ? components.responses[response.$ref.split('/').at(-1)] : response,
    ]),
  );

const codesOf = ({ responses }) =>
  Object.values(responses).flatMap(({ content }) => Object.keys(content[PROBLEM_TYPE]?.examples ?? {}));

/** What every operation with a key may answer, told once. */
function commonCodes(operations) {
  const keyed = operations
    .filter(({ security }) => security === undefined)
    .map((operation) => new Set(codesOf(operation)));
  return new Set([...keyed[0]].filter((code) => keyed.every((codes) => codes.has(code))));
}

function contents(document, operations, common) {
  return `# Payments API ${document.info.version}

${document.info.description}

Made from the routes of apps/payments by tools/checks/generate-payments-api.mjs. The whole document is
[openapi.json](openapi.json); a running service serves it at \`/openapi.json\`, and as a page at \`/docs\`.

${table(
  ['operation', '', 'what for'],
  operations.map(({ method, path, summary, operationId, tags: [tag] }) => [
    `[${operationId}](${fileOf(tag)}#${operationId.toLowerCase()})`,
    `\`${method} ${path}\``,
    oneLine(summary),
  ]),
)}

## Errors of every operation

${codeTable([...common], document)}

What to do about each code: [error codes](../error-codes.generated.md).
`;
}

const codeTable = (codes, document) =>
  table(
    ['code', 'status', 'meaning'],
    codes.map((code) => {
      const { value, summary } = document.components.examples[code];
      return [`\`${code}\``, value.status, oneLine(summary)];
    }),
  );

const page = (name, operations, of) => `# ${name}

${operations.map((operation) => section(operation, of)).join('\n\n')}
`;

function section({ operationId, method, path, summary, description, parameters, requestBody, responses, ...rest }, of) {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const own = codesOf({ responses }).filter((code) => rest.security !== undefined || !of.common.has(code));
  return [
    `## ${operationId}`,
    `\`${method} ${path}\``,
    `${summary} ${description}`,
    parameterTable(parameters),
    requestBody && `**Body**${requestBody.required ? '' : ', which may be left out'}:`,
    requestBody && examples(requestBody.content[JSON_TYPE]),
    ...good.flatMap(([status, { content }]) => [`**Answer** ${status}:`, examples(content[JSON_TYPE])]),
    own.length > 0 &&
      `**Errors**${rest.security === undefined ? ' besides [those of every operation](README.md#errors-of-every-operation)' : ''}:`,
    own.length > 0 && codeTable(own, of.document),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const examples = ({ examples: shown }) =>
  Object.entries(shown)
    .map(([name, { value }]) => `${name}:\n\n${json(value)}`)
    .join('\n\n');

const parameterTable = (parameters) =>
  table(
    ['parameter', 'in', '', 'meaning'],
    parameters.map(({ name, in: place, required, description = '', schema }) => [
      `\`${name}\``,
      place,
      required ? 'required' : '',
      oneLine(description || valuesOf(schema)),
    ]),
  );

const valuesOf = ({ enum: values, type = '' }) =>
  values ? `one of ${values.map((each) => `\`${each}\``).join(', ')}` : type;
