// Writes docs/error-codes.generated.md from the error catalogue of libs/contracts. `--check` writes nothing and fails
// when the committed file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { errorCatalogue } from '@vf/contracts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'docs/error-codes.generated.md');

const rows = Object.entries(errorCatalogue).map(
  ([code, { status, retryable, title, remedy }]) =>
    `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title} | ${remedy} |`,
);
const text = `# Error codes

Every HTTP surface answers errors as \`application/problem+json\` (RFC 9457). Branch on \`code\`; its meaning never
changes. \`retryable\` tells whether the very same request (same key, same body) may succeed when it is sent again later.
Made from libs/contracts/src/http/errors.ts by tools/checks/generate-error-codes.mjs.

| code | status | retryable | meaning | what to do |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
const options = await prettier.resolveConfig(target);
const generated = await prettier.format(text, { ...options, parser: 'markdown' });
const committed = existsSync(target) ? readFileSync(target, 'utf8') : '';

if (generated === committed) process.exit(0);
if (process.argv.includes('--check')) {
  console.error('docs/error-codes.generated.md is not what the catalogue gives. Run: npm run generate');
  process.exit(1);
}
writeFileSync(target, generated);
console.log('wrote docs/error-codes.generated.md');
