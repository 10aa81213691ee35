/** From bytes to what the handler gets. Pure. */
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER, parseEventId, parseSnapshotId } from '@vf/contracts';
import type { StoredRecord } from '@vf/event-bus';
import type { ConsumedRecord, RecordSchema } from './record-batch.js';

/** Why a record is left out; no values, because bodies hold personal data. */
export interface Refusal {
  readonly record: StoredRecord;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
}

export type Parsed<T> =
  | { readonly kind: 'record'; readonly record: ConsumedRecord<T> }
  /** A tombstone: tells compaction that a key is gone; the delete before it told the reader. */
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const MAX_ISSUES = 5;

export function parseRecord<T>(record: StoredRecord, schema: RecordSchema<T>): Parsed<T> {
  const eventId = record.headers[EVENT_ID_HEADER] ?? null;
  if (eventId !== null && !reads(parseEventId, eventId)) {
    return refused(record, 'bad_event_id', 'its event id has another form');
  }
  const snapshotId = record.headers[SNAPSHOT_ID_HEADER] ?? null;
  if (snapshotId !== null && !reads(parseSnapshotId, snapshotId)) {
    return refused(record, 'bad_snapshot_id', 'its snapshot id has another form');
  }
  if (record.value === null) return { kind: 'tombstone' };
  let json: unknown;
  try {
    json = JSON.parse(record.value.toString('utf8'));
  } catch {
    return refused(record, 'not_json', 'its value is not JSON');
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const issues = result.error.issues
      .slice(0, MAX_ISSUES)
      .map(({ path, code }) => `${path.map(String).join('.')} (${code})`);
    return refused(record, 'schema_mismatch', `its value does not fit the topic's schema: ${issues.join(', ')}`);
  }
  const { offset, timestampMs, headers } = record;
  const key = record.key?.toString('utf8') ?? null;
  return { kind: 'record', record: { offset, timestampMs, key, value: result.data, headers, eventId, snapshotId } };
}

function reads(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

const refused = (record: StoredRecord, code: string, reason: string) =>
  ({ kind: 'refused', refusal: { record, code, reason, attempts: 1 } }) as const;
