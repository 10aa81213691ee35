// Writes docs/schemas/<topic without prefix>.value.schema.json: JSON Schemas of what the topics hold, from the
// zod schemas of libs/contracts that readers and writers share. `--check` writes nothing and fails when a committed file
// differs.
import { z } from 'zod';
import { alertEvent, captureDeadLetter, progressRecord } from '@vf/contracts';
import { settleFormatted } from './generated-file.mjs';

const values = {
  'fraud.alerts': alertEvent,
  progress: progressRecord,
  'dead-letters.capture': captureDeadLetter,
};

/** Readers ignore what they do not know, so objects stay open. */
const jsonSchema = (title, schema) => ({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) });

for (const [topic, schema] of Object.entries(values)) {
  const text = JSON.stringify(jsonSchema(`Values of <prefix>.${topic}`, schema));
  await settleFormatted(`docs/schemas/${topic}.value.schema.json`, 'libs/contracts gives', { text, parser: 'json' });
}
