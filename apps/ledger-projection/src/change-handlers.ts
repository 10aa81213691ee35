/** What becomes of the records of each topic; one small transaction of its position and rows for each batch. */
import type { BatchHandler } from '@vf/consumer';
import { PoisonRecordError } from '@vf/consumer';
import type { LedgerChange, PaymentChange, ProgressRecord, WalletChange } from '@vf/contracts';
import {
  entryOf,
  paymentOf,
  progressMarkOf,
  storeEntries,
  storeMarks,
  storePayments,
  storeWallets,
  walletOf,
  type ConsumedTopics,
  type LedgerTables,
} from '@vf/ledger';

export const ledgerHandler: BatchHandler<LedgerTables, LedgerChange> = async (
  { topic, partition, records },
  { tx },
) => {
  const entries = records.map(({ value, offset, eventId }) =>
    entryOf(value, { topic, partition, offset, eventId: known(eventId) }),
  );
  await storeEntries(tx, entries);
};

export const walletsHandler: BatchHandler<LedgerTables, WalletChange> = async ({ records }, { tx }) => {
  await storeWallets(
    tx,
    records.flatMap(({ value, eventId }) => walletOf(value, known(eventId)) ?? []),
  );
};

export const paymentsHandler: BatchHandler<LedgerTables, PaymentChange> = async ({ records }, { tx }) => {
  await storePayments(
    tx,
    records.flatMap(({ value }) => paymentOf(value) ?? []),
  );
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

/** Rows without their commit could not be read at a cut. */
function known(eventId: string | null): string {
  if (eventId === null) throw new PoisonRecordError('event_id_missing', 'a change has no event id');
  return eventId;
}
