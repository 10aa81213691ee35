/** Numbers as a person reads them. */
import prettyBytes from 'pretty-bytes';
import prettyMilliseconds from 'pretty-ms';

export const NOTHING = '-';

/** Powers of 1,024, as PostgreSQL's own settings count. */
export const bytes = (count: number | null) => (count === null ? NOTHING : prettyBytes(count, { binary: true }));

export const duration = (ms: number) => prettyMilliseconds(ms, { unitCount: 2 });

export const count = (number: number | null) => (number === null ? NOTHING : number.toLocaleString('en'));

/** `2026-11-24T10:00:00.123Z`, with how long that is ago. */
export function moment(iso: string | null, nowMs: number): string {
  if (iso === null) return NOTHING;
  return `${iso} (${duration(Math.max(0, nowMs - Date.parse(iso)))} ago)`;
}

/** As a moment, without the time of day. */
export const ago = (iso: string | null, nowMs: number) =>
  iso === null ? NOTHING : `${duration(Math.max(0, nowMs - Date.parse(iso)))} ago`;
