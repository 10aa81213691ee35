// Writes docs/debezium-compatibility.md from the cases and the allow-list of tools/compat. `--check` writes nothing and
// fails when the committed file differs.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, settleFormatted } from './generated-file.mjs';

const allowed = JSON.parse(readFileSync(join(root, 'tools/compat/allowed-differences.json'), 'utf8'));
const cases = globSync('tools/compat/script/*.sql', { cwd: root }).map((path) =>
  basename(path, '.sql').replace(/^\d+-/, ''),
);

const cell = (text) => text.replaceAll('|', '\\|');
const code = (text) => `\`${cell(text)}\``;
const rows = allowed.map(
  ({ comparisons, topic, at, reason }) =>
    `| ${comparisons.join(', ')} | ${code(topic)} | ${code(at)} | ${cell(reason)} |`,
);
const text = `# Compatibility with Debezium

\`npm run compat -- debezium\` plays the same changes to the real Debezium 3.5.0.Final and to our capture, over one
database, and compares the records of every key: key, value, headers, tombstones, and their order. Three comparisons, with
equal options on both sides: Debezium's defaults (profile \`debezium\`), the options of our \`json\` profile, and our
\`connect\` profile (schemas on, precise decimals). Only clocks and versions are left out.

**What it does not show.** An entry below covers whatever differs at its place, not only what its reason names: a logical
message or a transaction record that is missing, a wrong count of a transaction's events, a wrong float of
\`numbers.floats\`, and another difference in the schema of \`source\` would pass. The text of a value is compared only where
nothing else differs, which \`source.event_id\` prevents. Reasons are observations; not each was traced in Debezium's source.

Cases: ${cases.join(', ')}.

These differences stay, each with its reason. One that is not on the list fails the command, and so does one on the list that
no longer occurs. Made from tools/compat/allowed-differences.json by tools/checks/generate-debezium-compatibility.mjs.

| comparisons | topic | where | reason |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
await settleFormatted('docs/debezium-compatibility.md', 'the allow-list gives', { text, parser: 'markdown' });
