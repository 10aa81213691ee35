/** The record that stands in for a change which can not be published. */
import { EVENT_ID_HEADER, parseEventId, type CaptureDeadLetter } from '@vf/contracts';
import type { ChangeRecord } from '../encode/change-record.js';

export interface Refusal {
  readonly pipeline: string;
  readonly reason: CaptureDeadLetter['reason'];
  readonly detail: string;
  readonly schema: string;
  readonly table: string;
  readonly eventId: string;
  readonly commitTimeMs: number;
  /** The record, when it could be made. */
  readonly record?: ChangeRecord;
  readonly recordBytes?: number;
  readonly limitBytes?: number;
}

/** Dead letters must themselves fit: six bytes of JSON for one of the value is the worst case. */
const KEY_EXCERPT_BYTES = 8 * 1024;
const VALUE_EXCERPT_BYTES = 32 * 1024;
/** The topic has one. */
const PARTITION = 0;

/** Keyed by the event id, so that the same change refused again after a crash has the same key. */
export function deadLetterRecord(topic: string, refusal: Refusal): ChangeRecord {
  const { record } = refusal;
  const key = excerpt(record?.key ?? null, KEY_EXCERPT_BYTES);
  const value = excerpt(record?.value ?? null, VALUE_EXCERPT_BYTES);
  const letter: CaptureDeadLetter = {
    schema_version: 1,
    pipeline: refusal.pipeline,
    reason: refusal.reason,
    detail: refusal.detail,
    schema: refusal.schema,
    table: refusal.table,
    topic: record?.topic ?? null,
    partition: record?.partition ?? null,
    event_id: refusal.eventId,
    commit_lsn: parseEventId(refusal.eventId).commitLsn.toString(16).padStart(16, '0'),
    commit_ts_ms: refusal.commitTimeMs,
    key: key.text,
    key_truncated: key.truncated,
    value_start: value.text,
    value_truncated: value.truncated,
    record_bytes: refusal.recordBytes ?? null,
    limit_bytes: refusal.limitBytes ?? null,
  };
  return {
    topic,
    partition: PARTITION,
    key: Buffer.from(refusal.eventId),
    value: Buffer.from(JSON.stringify(letter)),
    headers: { [EVENT_ID_HEADER]: refusal.eventId },
    timestampMs: refusal.commitTimeMs,
  };
}

function excerpt(bytes: Buffer | null, limitBytes: number): { text: string | null; truncated: boolean } {
  if (bytes === null) return { text: null, truncated: false };
  if (bytes.length <= limitBytes) return { text: bytes.toString('utf8'), truncated: false };
  let end = limitBytes;
  // Not inside a character: bytes 10xxxxxx go on with one.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return { text: bytes.subarray(0, end).toString('utf8'), truncated: true };
}
