/** What is left of a topic when only the newest record of each key counts. */
import type { ChangeRecord } from '../encode/change-record.js';

/** Rows (`after`) by key text, of the keys whose newest record is no delete. */
export function compactedView(records: readonly ChangeRecord[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { key, value } of records) {
    const envelope = value && (JSON.parse(String(value)) as { after: Record<string, unknown> | null });
    if (envelope?.after) rows.set(String(key), envelope.after);
    else rows.delete(String(key));
  }
  return rows;
}
