/** Writes and reads the audit log. */
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Act, AuditEntry } from '../domain/audit.js';
import type { PaymentsDatabase } from './database.js';
import { microsOf } from './micros.js';
import { pageOfRows, type Page, type PageAsked } from './pages.js';

/** Writes the act down. Call it with the transaction that does the act, so that neither is kept without the other. */
export async function writeDown(tx: PaymentsDatabase, act: Act): Promise<void> {
  const { actor } = act;
  await tx
    .insertInto('audit_log')
    .values({
      id: uuidv7(),
      actor_client_id: actor.kind === 'key' ? actor.clientId : null,
      actor_key_id: actor.kind === 'key' ? actor.keyId : null,
      request_id: actor.kind === 'key' ? actor.requestId : null,
      action: act.action,
      object_kind: act.objectKind,
      object_id: act.objectId,
      reason: act.reason,
      before: act.before ? JSON.stringify(act.before) : null,
      after: act.after ? JSON.stringify(act.after) : null,
    })
    .execute();
}

export interface AuditFilter {
  readonly objectId?: string;
  readonly action?: string;
}

/** A page of acts, newest first; undefined when the cursor is no act. */
export async function listActs(
  db: PaymentsDatabase,
  filter: AuditFilter,
  page: PageAsked,
): Promise<Page<AuditEntry> | undefined> {
  const { objectId, action } = filter;
  const found = await pageOfRows(page, {
    positionOf: (id) =>
      db
        .selectFrom('audit_log')
        .select([sql<string>`at::text`.as('at'), 'id'])
        .where('id', '=', id)
        .executeTakeFirst()
        .then((row) => row && [row.at, row.id]),
    rows: ({ limit, order, beyond }) =>
      db
        .selectFrom('audit_log')
        .select(['id', 'actor_client_id', 'actor_key_id', 'database_login', 'action', 'object_kind', 'object_id'])
        .select(['reason', 'before', 'after', 'request_id', microsOf(sql.ref('at')).as('at_us')])
        .$if(objectId !== undefined, (query) => query.where('object_id', '=', objectId ?? ''))
        .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
        .where(beyond(['at', 'id'], ['timestamptz', 'uuid']))
        .orderBy('at', order)
        .orderBy('id', order)
        .limit(limit)
        .execute(),
  });
  return (
    found && {
      hasMore: found.hasMore,
      items: found.items.map((row) => ({
        id: row.id,
        at: BigInt(row.at_us),
        actorClientId: row.actor_client_id,
        actorKeyId: row.actor_key_id,
        databaseLogin: row.database_login,
        action: row.action,
        objectKind: row.object_kind,
        objectId: row.object_id,
        reason: row.reason,
        before: row.before,
        after: row.after,
        requestId: row.request_id,
      })),
    }
  );
}
