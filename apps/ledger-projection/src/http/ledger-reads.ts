import type { ConsumedTopics, Cut, LedgerDatabase, LedgerTransaction } from '@vf/ledger';
import { readAtCut } from '@vf/ledger';
import { ApiError } from '@vf/read-api';

/** What the controllers read from. */
export interface LedgerReads {
  readonly db: LedgerDatabase;
  readonly consumed: ConsumedTopics;
}

/** Reads at the newest cut, or at the one of the page before. Throws ApiError where there is none to read at. */
export async function readWhole<Answer>(
  { db, consumed }: LedgerReads,
  read: (tx: LedgerTransaction, cut: Cut) => Promise<Answer>,
  asked?: Cut,
): Promise<{ readonly cut: Cut; readonly answer: Answer }> {
  const result = await readAtCut(db, consumed, read, asked);
  switch (result.kind) {
    case 'read':
      return result;
    case 'no-cut':
      throw new ApiError('read_model_empty');
    case 'incomplete':
      throw new ApiError('read_model_incomplete');
    case 'ahead':
      throw new ApiError('position_not_reached', { param: 'cursor', detail: 'The list was begun at a later state.' });
  }
}

/** A cut inside a cursor: 64-bit values as text. */
export const cutInCursor = (cut: Cut) => ({
  epoch: cut.epoch,
  lsn: cut.lsn.toString(),
  at: cut.committedUs.toString(),
});

export const cutOfCursor = (cursor: { epoch: number; lsn: string; at: string }): Cut => ({
  epoch: cursor.epoch,
  lsn: BigInt(cursor.lsn),
  committedUs: BigInt(cursor.at),
});
