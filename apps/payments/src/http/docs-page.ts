/** The page that shows the API, with Swagger UI from node_modules: nothing is fetched from anywhere else. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>VendorFlow payments</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
/** No validator: its badge would send the document's address to a server of Swagger's. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n`;

/** Styles are set inline by Swagger UI and its images are data; everything else comes from here or not at all. */
export const DOCS_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface DocsFile {
  readonly type: string;
  readonly content: string;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';

const packaged = (name: string) => readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`)), 'utf8');

const files: Readonly<Record<string, () => Promise<DocsFile>>> = {
  '': () => Promise.resolve({ type: 'text/html; charset=utf-8', content: PAGE }),
  'start.js': () => Promise.resolve({ type: JAVASCRIPT, content: START }),
  'swagger-ui.css': async () => ({ type: 'text/css; charset=utf-8', content: await packaged('swagger-ui.css') }),
  'swagger-ui-bundle.js': async () => ({ type: JAVASCRIPT, content: await packaged('swagger-ui-bundle.js') }),
};

/** A file of the page by its name, empty for the page itself; undefined when there is none. */
export function docsFile(name: string): Promise<DocsFile> | undefined {
  return Object.hasOwn(files, name) ? files[name]?.() : undefined;
}
