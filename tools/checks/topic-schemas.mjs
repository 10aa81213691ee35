// Which JSON Schemas there are, by file name in docs/schemas: of each topic of the catalogue, and of those that pipelines
// have on request. A part is `key`, `value` or `headers`; where the key tells two kinds of values apart, each has a name.
import { z } from 'zod';
import { builtInRecordSchemas } from '@vf/cdc-worker';
import { messageJsonSchemas, positionRecord, snapshotsRecord, transactionJsonSchemas } from '@vf/change-capture';
import {
  alertEvent,
  captureDeadLetter,
  consumerDeadLetterHeaders,
  consumerGroups,
  progressRecord,
  topicCatalogue,
  walletCommand,
  walletCommandResult,
} from '@vf/contracts';

const PREFIX = 'vf';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const withoutPrefix = (topic) => topic.slice(PREFIX.length + 1);

/** The producer is ours: what it writes has these members and no others. Maps and open objects say so themselves. */
function closeObjects({ jsonSchema }) {
  if (jsonSchema.properties) jsonSchema.additionalProperties ??= false;
  // Keys of a map are texts anyway.
  if (jsonSchema.propertyNames?.type === 'string') delete jsonSchema.propertyNames;
}

function ofZod(schema) {
  const options = { target: 'draft-2020-12', io: 'input', override: closeObjects };
  const { $schema: _, ...json } = z.toJSONSchema(schema, options);
  return json;
}

const PIPELINE = '[a-z0-9_]{1,32}';
const EVENT_ID = '[0-9a-f]{8}-[0-9a-f]{16}-[0-9a-f]{8}';
/** Not JSON: the bytes are the text. */
const text = (pattern) => ({ type: 'string', pattern: `^${pattern}$`, 'x-encoding': 'text' });

/** Topics whose records are declared in the code that writes them. */
const declared = [
  ['fraud.alerts', 'key', 'The alert’s id.', text('alt_[0-9a-f]{32}')],
  ['fraud.alerts', 'value', 'A fraud alert as it was when the event was committed.', ofZod(alertEvent)],
  ['fraud.commands', 'key', 'The command’s id.', text('cmd_[0-9a-f]{32}')],
  ['fraud.commands', 'value', 'What the fraud team wants done to a wallet.', ofZod(walletCommand)],
  ['payments.command-results', 'key', 'The command’s id.', text('cmd_[0-9a-f]{32}')],
  ['payments.command-results', 'value', 'What became of a command.', ofZod(walletCommandResult)],
  ['progress', 'key', 'The pipeline’s name.', text(PIPELINE)],
  [
    'progress',
    'value',
    'After which commit the stream stands at which offsets: a consistent cut.',
    ofZod(progressRecord),
  ],
  ['capture.positions', 'key', 'The pipeline’s name, or that with /snapshots.', text(`${PIPELINE}(/snapshots)?`)],
  ['capture.positions', 'value', 'Where a pipeline stands: under its name.', ofZod(positionRecord)],
  [
    'capture.positions',
    'snapshots.value',
    'A pipeline’s snapshots: under its name with /snapshots.',
    ofZod(snapshotsRecord),
  ],
  ['dead-letters.capture', 'key', 'Event id of the refused change.', text(EVENT_ID)],
  ['dead-letters.capture', 'value', 'A change that its topic does not have.', ofZod(captureDeadLetter)],
  ...Object.values(consumerGroups).flatMap((group) => consumerLetters(`dead-letters.${group}`)),
];

function consumerLetters(topic) {
  const key = 'Header vf-event-id of the refused record, or its topic/partition/offset.';
  const value = 'The refused record’s value as it was, which may be anything: the headers say what is wrong with it.';
  const leftOut = { 'x-may-be-absent': 'A tombstone, or a value that was too large for a letter.' };
  return [
    [topic, 'key', key, { type: 'string', 'x-encoding': 'text' }],
    [topic, 'value', value, { type: 'string', 'x-encoding': 'text', ...leftOut }],
    [topic, 'headers', 'Where the refused record is and why it was refused.', ofZod(consumerDeadLetterHeaders)],
  ];
}

const SAID = {
  public: { key: 'The row’s primary key.', value: 'A change of a row, in Debezium’s envelope.' },
  rows: { key: 'The row’s primary key.', value: 'The row as it is, flat; with __deleted, as it was.' },
  message: { key: 'The message’s prefix.', value: 'A logical message, in Debezium’s envelope.' },
  transaction: { key: 'The transaction’s id at its begin or end.', value: 'Begin or end of a transaction.' },
};

function captured({ topic, part, schema, mayBeAbsent }) {
  const name = withoutPrefix(topic);
  const absent = mayBeAbsent === undefined ? {} : { 'x-may-be-absent': mayBeAbsent };
  return [name, part, SAID[name.split('.')[0]][part], { ...schema, ...absent }];
}

/** Every schema by its file's name, in a stable order. `databases`: setting to the URL of a migrated database. */
export async function topicSchemas(databases) {
  const ofTables = await builtInRecordSchemas(databases, PREFIX);
  const others = [...messageJsonSchemas(`${PREFIX}.message`), ...transactionJsonSchemas(`${PREFIX}.transaction`)];
  const all = [...[...ofTables, ...others].map(captured), ...declared];
  requireEveryTopic(new Set(all.map(([topic, part]) => `${topic}.${part}`)));
  return new Map(all.map((entry) => [`${entry[0]}.${entry[1]}.schema.json`, fileOf(...entry)]).sort(byName));
}

const byName = ([a], [b]) => (a < b ? -1 : 1);

/** `$id` names the schema; nothing is served there. */
const fileOf = (topic, part, description, schema) => ({
  $schema: DIALECT,
  $id: `urn:vendorflow:schema:${topic}:${part}`,
  title: `${part === 'key' ? 'Key' : part === 'headers' ? 'Headers' : 'Value'} of <prefix>.${topic}`,
  description,
  ...schema,
});

function requireEveryTopic(parts) {
  for (const { name } of Object.values(topicCatalogue(PREFIX))) {
    for (const part of ['key', 'value']) {
      const wanted = `${withoutPrefix(name)}.${part}`;
      if (!parts.has(wanted))
        throw new Error(`topic ${name} has no schema for its ${part}: add it to tools/checks/topic-schemas.mjs`);
    }
  }
}
