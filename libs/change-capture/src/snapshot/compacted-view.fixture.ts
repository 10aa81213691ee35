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

/** The same of a topic of flat rows, without our members. Versions only rise per key. */
export function currentRows(records: readonly ChangeRecord[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  const versions = new Map<string, string>();
  for (const { key, value } of records) {
    rows.delete(String(key));
    if (!value) continue;
    const row = JSON.parse(String(value)) as Record<string, unknown>;
    const version = String(row['__version']);
    if (version < (versions.get(String(key)) ?? '')) throw new Error(`version ${version} of ${String(key)} is behind`);
    versions.set(String(key), version);
    const columns = Object.entries(row).filter(([name]) => !name.startsWith('__'));
    if (row['__deleted'] !== true) rows.set(String(key), Object.fromEntries(columns));
  }
  return rows;
}
