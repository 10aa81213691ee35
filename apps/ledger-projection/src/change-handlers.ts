/** What becomes of the records of each topic; one small transaction of its position and rows for each batch. */
import type { BatchHandler, ConsumedRecord } from '@vf/consumer';
import { PoisonRecordError } from '@vf/consumer';
import type { LedgerChange, PaymentChange, ProgressRecord, WalletChange } from '@vf/contracts';
import {
  commitOfEventId,
  commitOfSnapshot,
  entryOf,
  paymentOf,
  progressMarkOf,
  removeEntries,
  removePayments,
  removeWallets,
  storeEntries,
  storeMarks,
  storePayments,
  storeWallets,
  walletOf,
  type CommitPosition,
  type ConsumedTopics,
  type LedgerTables,
  type Vanished,
} from '@vf/ledger';

export const ledgerHandler: BatchHandler<LedgerTables, LedgerChange> = async (
  { topic, partition, records },
  { tx },
) => {
  for (const { vanished, run } of inRuns(records)) {
    if (vanished) {
      await removeEntries(
        tx,
        run.map((record) => ({ id: BigInt(deletedRow(record.value).id), commit: commitOf(record) })),
      );
      continue;
    }
    const entries = run.map((record) => {
      const provenance = { topic, partition, offset: record.offset, eventId: identityOf(record) };
      return entryOf(record.value, provenance, commitOf(record));
    });
    await storeEntries(tx, entries);
  }
};

export const walletsHandler: BatchHandler<LedgerTables, WalletChange> = async ({ records }, { tx }) => {
  for (const { vanished, run } of inRuns(records)) {
    if (vanished) await removeWallets(tx, run.map(vanishedOf));
    else
      await storeWallets(
        tx,
        run.flatMap((record) => walletOf(record.value, commitOf(record)) ?? []),
      );
  }
};

export const paymentsHandler: BatchHandler<LedgerTables, PaymentChange> = async ({ records }, { tx }) => {
  for (const { vanished, run } of inRuns(records)) {
    if (vanished) await removePayments(tx, run.map(vanishedOf));
    else
      await storePayments(
        tx,
        run.flatMap((record) => paymentOf(record.value, commitOf(record)) ?? []),
      );
  }
};

export const progressHandler =
  (consumed: ConsumedTopics): BatchHandler<LedgerTables, ProgressRecord> =>
  async ({ records }, { tx }) => {
    await storeMarks(
      tx,
      consumed,
      records.map(({ value }) => progressMarkOf(value)),
    );
  };

interface Change<Id> {
  readonly op: string;
  readonly before: { readonly id: Id } | null;
  readonly source: { readonly lsn: number | null };
}

type ChangeRecord<C> = Pick<ConsumedRecord<C>, 'value' | 'eventId' | 'snapshotId'>;

/**
 * Consecutive records of one kind, in their order: deletes by a repair of the source apart from all others. Deletes in
 * the stream are no such: they are history, and what was shown stays.
 */
function inRuns<C extends Change<unknown>, R extends ChangeRecord<C>>(records: readonly R[]) {
  const runs: { vanished: boolean; run: R[] }[] = [];
  for (const record of records) {
    const vanished = record.snapshotId !== null && record.value.op === 'd';
    const last = runs.at(-1);
    if (last?.vanished === vanished) last.run.push(record);
    else runs.push({ vanished, run: [record] });
  }
  return runs;
}

const vanishedOf = (record: ChangeRecord<Change<string>>): Vanished<string> => ({
  id: deletedRow(record.value).id,
  commit: commitOf(record),
});

function deletedRow<Id>({ before }: Change<Id>): { readonly id: Id } {
  if (!before) throw new PoisonRecordError('row_missing', 'a delete does not tell its row');
  return before;
}

/** Rows without their commit could not be read at a cut. */
function commitOf({ eventId, snapshotId, value }: ChangeRecord<Change<unknown>>): CommitPosition {
  if (eventId !== null) return commitOfEventId(eventId);
  if (snapshotId !== null) return commitOfSnapshot(snapshotId, value.source.lsn);
  throw new PoisonRecordError('event_id_missing', 'a change has no event id');
}

const identityOf = ({ eventId, snapshotId }: ChangeRecord<unknown>) => eventId ?? snapshotId ?? '';
