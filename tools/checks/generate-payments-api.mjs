// Writes what follows from the OpenAPI document of the payments API: the document itself and a reference in Markdown to
// docs/api, and the types of libs/payments-client. `--check` writes nothing and fails when a committed file differs.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString } from 'openapi-typescript';
import { API_VERSION, openApiDocument } from '@vf/payments-app';
import { apiReference } from './api-reference.mjs';
import { isCheck, root, settleFormatted } from './generated-file.mjs';

const FOLDER = 'docs/api';
const SOURCE = 'the routes of apps/payments give';
const TYPES = 'libs/payments-client/src/schema.generated.ts';

const document = openApiDocument(API_VERSION);
const files = new Map([
  ['openapi.json', { text: JSON.stringify(document), parser: 'json' }],
  ...apiReference(document).map(([name, text]) => [name, { text, parser: 'markdown' }]),
]);
for (const [name, content] of files) await settleFormatted(join(FOLDER, name), SOURCE, content);

for (const name of existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)) : []) {
  if (files.has(name)) continue;
  if (isCheck) {
    console.error(`${FOLDER}/${name} is of no part of the API. Run: npm run generate`);
    process.exitCode = 1;
  } else rmSync(join(root, FOLDER, name));
}

// A field with a default may be left out of a request, so it is optional.
const types = await openapiTypes(structuredClone(document), { defaultNonNullable: false, alphabetize: false });
const header =
  '/** Types of the payments API, made from docs/api/openapi.json by tools/checks/generate-payments-api.mjs. */\n';
await settleFormatted(TYPES, SOURCE, { text: header + astToString(types), parser: 'typescript' });
