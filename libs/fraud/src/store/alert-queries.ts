/** What analysts ask for. Reads only; each answer is one statement. */
import { sql } from 'kysely';
import { alertEvent, type AlertEvent } from '@vf/contracts';
import type { FraudDatabase } from './fraud-database.js';

/** An alert as it stands: its state, and what was told about it last. */
export interface AlertView {
  readonly id: string;
  readonly state: AlertState;
  readonly detectedAt: Date;
  readonly told: AlertEvent;
}

export const alertStates = ['open', 'merged', 'retracted'] as const;
export type AlertState = (typeof alertStates)[number];

/** Where a page ends: the next one goes on with older alerts. */
export interface AlertCursor {
  readonly detectedAt: Date;
  readonly id: string;
}

export interface AlertFilter {
  readonly senderId?: string;
  readonly state?: AlertState;
  readonly after?: AlertCursor;
  readonly limit: number;
}

interface ViewRow {
  id: string;
  state: string;
  detected_at: Date;
  payload: unknown;
}

/** The newest alerts first, by when they were first known. */
export async function listAlerts(db: FraudDatabase, filter: AlertFilter): Promise<AlertView[]> {
  const { senderId, state, after } = filter;
  let query = db
    .selectFrom('alert')
    .select(['id', 'state', 'detected_at', 'payload'])
    .orderBy('detected_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (senderId !== undefined) query = query.where('sender_id', '=', senderId);
  if (state !== undefined) query = query.where('state', '=', state);
  if (after) query = query.where(sql<boolean>`(detected_at, id) < (${after.detectedAt}, ${after.id}::uuid)`);
  return (await query.execute()).map(viewOf);
}

/** Longer chains of aliases than a sender ever gets; a fault must not make a query that does not end. */
const MAX_ALIASES = 10_000;

/** The alert of this id, or the one that stands in its place when it was merged. Undefined when there never was one. */
export async function findCanonicalAlert(db: FraudDatabase, id: string): Promise<AlertView | undefined> {
  const { rows } = await sql<ViewRow>`
    WITH RECURSIVE named AS (
      SELECT id, merged_into, 1 AS step FROM alert WHERE id = ${id}
      UNION ALL
      SELECT alert.id, alert.merged_into, step + 1 FROM named JOIN alert ON alert.id = named.merged_into
      WHERE step < ${MAX_ALIASES})
    SELECT alert.id, alert.state, alert.detected_at, alert.payload
    FROM named JOIN alert USING (id) ORDER BY step DESC LIMIT 1`.execute(db);
  return rows[0] && viewOf(rows[0]);
}

function viewOf(row: ViewRow): AlertView {
  const state = alertStates.find((known) => known === row.state);
  if (!state) throw new Error('an alert row is in a state this version does not know');
  return { id: row.id, state, detectedAt: row.detected_at, told: alertEvent.parse(row.payload) };
}
