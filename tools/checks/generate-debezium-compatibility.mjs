// Writes docs/debezium-compatibility.md from the cases and the allow-list of tools/compat, and from capture's list of options. `--check` writes nothing and
// fails when the committed file differs.
import { globSync, readFileSync } from 'node:fs';
import { UNSUPPORTED_OPTIONS } from '@vf/change-capture';
import { basename, join } from 'node:path';
import { root, settleFormatted } from './generated-file.mjs';

const allowed = JSON.parse(readFileSync(join(root, 'tools/compat/allowed-differences.json'), 'utf8'));
const casesOf = (folder) =>
  globSync(`tools/compat/${folder}/*.sql`, { cwd: root })
    .map((path) => basename(path, '.sql').replace(/^\d+-/, ''))
    .join(', ');

const code = (text) => (text === null ? 'nothing' : `\`\` ${text} \`\``);

function shown({ at, keys, ours, theirs, oursAlone, sameNumber }) {
  const place = `\`${at}\`${keys ? ` of ${keys.map(code).join(', ')}` : ''}`;
  if (oursAlone !== undefined) return `${place}: ours alone, like ${code(oursAlone)}`;
  if (sameNumber !== undefined) return `${place}: two spellings of one number of ${sameNumber} precision`;
  return `${place}: ours ${code(ours)}, Debezium ${code(theirs)}`;
}

const entries = allowed.map(
  ({ comparisons, topic, reason, differences }) =>
    `- **${reason}** Topics \`${topic}\` in ${comparisons.join(', ')}.\n${differences.map((one) => `  - ${shown(one)}\n`).join('')}`,
);
const unsupported = UNSUPPORTED_OPTIONS.map(
  ({ options, reason }) => `| ${options.map((option) => `\`${option}\``).join(', ')} | ${reason} |`,
);
const text = `# Compatibility with Debezium

\`npm run compat -- debezium\` plays the same changes to the real Debezium 3.5.0.Final and to our capture, over one
database, and compares the records of every key: key, value, headers, tombstones, and their order, byte for byte. Three
comparisons, with equal options on both sides: Debezium's defaults (profile \`debezium\`), the options of our \`json\` profile
without what is ours alone (\`readable.values\`, \`source.event.id\`, \`int8.as.text\`), and our \`connect\` profile (schemas on, precise decimals).
In the first, schemas are off on both sides, although the converter's own default is on. Clocks are compared by their presence and
unit, versions not at all; what Debezium tells of our own heartbeat is left out. Collections of a transaction's end are compared
as a set.

Three more (\`snapshot-debezium\`, \`snapshot-json\`, \`snapshot-connect\`) begin with an initial snapshot on both sides, over rows that
are there before either starts, and then stream changes: \`op\` \`r\`, the marks of \`source.snapshot\`, and all members are
compared. A row's \`source.lsn\`, \`sequence\` and times are those of the reading, and compared by presence and form.

\`npm test\` holds our records against those that Debezium wrote when they were last recorded (\`--record\`,
tools/compat/goldens), by the same comparison and the same list. There, positions, transaction ids and times are compared by
their order.

**What it does not show.** Nothing beyond these cases and options. Partitions are not compared (ours follow the routing column),
nor the order of records of different keys, nor the order of headers. Snapshots are compared over tables whose rows lie in
the order of their key, read one table at a time, without row filters, column lists and partitions. The two options that adjust
names are not compared in a run: their rule is held to what Debezium's own code answers for a list of names. Compared in the
options of \`json\` alone: numeric NaN and infinities (with precise decimals ours is null, or the row a dead letter where the
column takes no null), truncates, and transaction metadata. In no comparison: an identity by an index beside a primary key, which
ours refuses because old rows then come without their key, and a domain over an enum, with which Debezium 3.5 does not start.
Reasons are observations; not each was traced in Debezium's source.

Cases: ${casesOf('script')}. Of snapshots: ${casesOf('snapshot-script')}.

These differences stay, each with its reason, and an entry covers the places and values that it lists. One that is not on the
list fails the command, and so does one on the list that no longer occurs. Made from tools/compat/allowed-differences.json by
tools/checks/generate-debezium-compatibility.mjs.

${entries.join('\n')}
## Options of Debezium that are not there

Options of its PostgreSQL connector that \`format\` of a pipeline refuses, with this reason. Those it has are in
[capture.md](capture.md), Types and formats.

| options | reason |
| --- | --- |
${unsupported.join('\n')}
`;
await settleFormatted('docs/debezium-compatibility.md', 'the allow-list gives', { text, parser: 'markdown' });
