import { sql } from 'kysely';
import { compareCommits, formatLsn, type CommitPosition } from '../domain/commit-position.js';
import type { Cut } from '../domain/cut.js';
import type { LedgerDatabase, LedgerTransaction } from './ledger-database.js';
import { currentCut, type ConsumedTopics } from './progress.js';

/** What a read at a cut comes to. */
export type ReadAtCut<Answer> =
  | { readonly kind: 'read'; readonly cut: Cut; readonly answer: Answer }
  /** No mark is applied yet: the projection has nothing that is whole. */
  | { readonly kind: 'no-cut' }
  /** The source is being read anew: what is here is a part of it, or already another state than the cut asked for. */
  | { readonly kind: 'incomplete' }
  /** The cut asked for is ahead of what is here: it was not handed out by this database. */
  | { readonly kind: 'ahead' };

/**
 * Reads at the newest cut, or at one handed out before, so that the pages of a list tell of one state. Cut and rows come
 * from one snapshot: at another's, entries between the cut and the rows could be half there.
 */
export async function readAtCut<Answer>(
  db: LedgerDatabase,
  consumed: ConsumedTopics,
  read: (tx: LedgerTransaction, cut: Cut) => Promise<Answer>,
  asked?: Cut,
): Promise<ReadAtCut<Answer>> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const newest = await currentCut(tx, consumed);
      if (!newest) return { kind: (await isBeingRead(tx)) ? 'incomplete' : 'no-cut' };
      if (asked && compareCommits(asked, newest) > 0) return { kind: 'ahead' };
      const cut = asked ?? newest;
      if (await isRewritten(tx, cut)) return { kind: 'incomplete' };
      return { kind: 'read', cut, answer: await read(tx, cut) };
    });
}

const isBeingRead = async (tx: LedgerTransaction) =>
  (await tx.selectFrom('progress').select('epoch').where('complete', '=', false).limit(1).execute()).length > 0;

/** Whether a later epoch has changed or removed rows of the cut's. */
const isRewritten = async (tx: LedgerTransaction, { epoch }: Cut) =>
  (await tx.selectFrom('rewriting_epoch').select('epoch').where('epoch', '>', String(epoch)).limit(1).execute())
    .length > 0;

/** SQL: whether a row of the aliased table was committed by the cut. */
export const committedBy = (table: string, cut: CommitPosition) =>
  sql<boolean>`(${sql.ref(`${table}.epoch`)}, ${sql.ref(`${table}.commit_lsn`)})
    <= (${cut.epoch}::bigint, ${formatLsn(cut.lsn)}::pg_lsn)`;
