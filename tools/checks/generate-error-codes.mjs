// Writes docs/error-codes.generated.md from the error catalogue of libs/contracts. `--check` writes nothing and fails
// when the committed file differs.
import { errorCatalogue } from '@vf/contracts';
import { settleFormatted } from './generated-file.mjs';

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
await settleFormatted('docs/error-codes.generated.md', 'the catalogue gives', { text, parser: 'markdown' });
