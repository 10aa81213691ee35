/** Writes what was streamed. Every statement may run again with the same rows and changes nothing then. */
import { sql } from 'kysely';
import { formatDecimal } from '@vf/money';
import { formatLsn, type CommitPosition } from '../domain/commit-position.js';
import type { Entry } from '../domain/entry.js';
import type { Payment, Wallet } from '../domain/parties.js';
import type { LedgerTransaction } from './ledger-database.js';

/** The first epoch: nothing of an earlier one is here then. */
const FIRST_EPOCH = 1;

/**
 * Adds entries; ones that are here already are left alone. In a new epoch a repaired source may have given an id, or a
 * place in its wallet, to another entry than before: the new one counts.
 */
export async function storeEntries(tx: LedgerTransaction, entries: readonly Entry[]): Promise<void> {
  const newEpoch = entries.some(({ commit }) => commit.epoch > FIRST_EPOCH);
  const displaced = newEpoch ? await displaceEntries(tx, entries) : 0;
  const { rows } = await sql<{ replaced: boolean }>`
    INSERT INTO entry AS known (ledger_id, wallet_id, wallet_seq, payment_id, type, amount, balance_before, balance_after,
      created_at_us, epoch, commit_lsn, event_id, topic, partition, record_offset)
    SELECT * FROM unnest(
      ${entries.map((entry) => entry.ledgerId.toString())}::bigint[],
      ${entries.map((entry) => entry.walletId)}::uuid[],
      ${entries.map((entry) => entry.walletSeq.toString())}::bigint[],
      ${entries.map((entry) => entry.paymentId)}::uuid[],
      ${entries.map((entry) => entry.type)}::text[],
      ${entries.map((entry) => formatDecimal(entry.amount))}::numeric[],
      ${entries.map((entry) => formatDecimal(entry.balanceBefore))}::numeric[],
      ${entries.map((entry) => formatDecimal(entry.balanceAfter))}::numeric[],
      ${entries.map((entry) => entry.createdAtUs.toString())}::bigint[],
      ${entries.map((entry) => entry.commit.epoch)}::bigint[],
      ${entries.map((entry) => formatLsn(entry.commit.lsn))}::pg_lsn[],
      ${entries.map((entry) => entry.provenance.eventId)}::text[],
      ${entries.map((entry) => entry.provenance.topic)}::text[],
      ${entries.map((entry) => entry.provenance.partition)}::int[],
      ${entries.map((entry) => entry.provenance.offset.toString())}::bigint[])
    ON CONFLICT (ledger_id) DO UPDATE SET
      wallet_id = excluded.wallet_id, wallet_seq = excluded.wallet_seq, payment_id = excluded.payment_id,
      type = excluded.type, amount = excluded.amount, balance_before = excluded.balance_before,
      balance_after = excluded.balance_after, created_at_us = excluded.created_at_us, epoch = excluded.epoch,
      commit_lsn = excluded.commit_lsn, event_id = excluded.event_id, topic = excluded.topic,
      partition = excluded.partition, record_offset = excluded.record_offset
    WHERE known.epoch < excluded.epoch
      AND (known.wallet_id, known.wallet_seq, known.payment_id, known.type, known.amount, known.balance_before,
        known.balance_after, known.created_at_us)
      IS DISTINCT FROM (excluded.wallet_id, excluded.wallet_seq, excluded.payment_id, excluded.type, excluded.amount,
        excluded.balance_before, excluded.balance_after, excluded.created_at_us)
    RETURNING old.ledger_id IS NOT NULL AS replaced`.execute(tx);
  if (displaced > 0 || rows.some(({ replaced }) => replaced)) await noteRewriting(tx, entries);
}

/** Removes entries of earlier epochs that stand where these are to stand in their wallets. */
async function displaceEntries(tx: LedgerTransaction, entries: readonly Entry[]): Promise<number> {
  const { rows } = await sql`
    DELETE FROM entry USING unnest(
      ${entries.map((entry) => entry.ledgerId.toString())}::bigint[],
      ${entries.map((entry) => entry.walletId)}::uuid[],
      ${entries.map((entry) => entry.walletSeq.toString())}::bigint[],
      ${entries.map((entry) => entry.commit.epoch)}::bigint[]) AS placed (ledger_id, wallet_id, wallet_seq, epoch)
    WHERE entry.wallet_id = placed.wallet_id AND entry.wallet_seq = placed.wallet_seq
      AND entry.ledger_id <> placed.ledger_id AND entry.epoch < placed.epoch
    RETURNING 1`.execute(tx);
  return rows.length;
}

/** From now on cuts of earlier epochs are not here any more. */
async function noteRewriting(tx: LedgerTransaction, entries: readonly Pick<Entry, 'commit'>[]): Promise<void> {
  await sql`
    INSERT INTO rewriting_epoch SELECT DISTINCT unnest(${entries.map(({ commit }) => commit.epoch)}::bigint[])
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** A row that a repair found to have vanished from the source. */
export interface Vanished<Id> {
  readonly id: Id;
  readonly commit: CommitPosition;
}

/** Removes entries, unless they were told of in the same epoch or later. */
export async function removeEntries(tx: LedgerTransaction, vanished: readonly Vanished<bigint>[]): Promise<void> {
  const { rows } = await sql`
    DELETE FROM entry USING unnest(
      ${vanished.map(({ id }) => id.toString())}::bigint[],
      ${vanished.map(({ commit }) => commit.epoch)}::bigint[]) AS gone (id, epoch)
    WHERE entry.ledger_id = gone.id AND entry.epoch < gone.epoch
    RETURNING 1`.execute(tx);
  if (rows.length > 0) await noteRewriting(tx, vanished);
}

export async function removeWallets(tx: LedgerTransaction, vanished: readonly Vanished<string>[]): Promise<void> {
  await sql`
    DELETE FROM wallet USING unnest(
      ${vanished.map(({ id }) => id)}::uuid[],
      ${vanished.map(({ commit }) => commit.epoch)}::bigint[]) AS gone (id, epoch)
    WHERE wallet.id = gone.id AND wallet.epoch < gone.epoch`.execute(tx);
}

export async function removePayments(tx: LedgerTransaction, vanished: readonly Vanished<string>[]): Promise<void> {
  await sql`
    DELETE FROM payment USING unnest(
      ${vanished.map(({ id }) => id)}::uuid[],
      ${vanished.map(({ commit }) => commit.epoch)}::bigint[]) AS gone (id, epoch)
    WHERE payment.id = gone.id AND payment.epoch < gone.epoch`.execute(tx);
}

/** Adds wallets. What is kept of one never changes, so the first change that tells of it is enough. */
export async function storeWallets(tx: LedgerTransaction, wallets: readonly Wallet[]): Promise<void> {
  await sql`
    INSERT INTO wallet (id, user_id, currency, kind, epoch, commit_lsn)
    SELECT * FROM unnest(
      ${wallets.map((wallet) => wallet.id)}::uuid[],
      ${wallets.map((wallet) => wallet.userId)}::uuid[],
      ${wallets.map((wallet) => wallet.currency)}::text[],
      ${wallets.map((wallet) => wallet.kind)}::text[],
      ${wallets.map((wallet) => wallet.commit.epoch)}::bigint[],
      ${wallets.map((wallet) => formatLsn(wallet.commit.lsn))}::pg_lsn[])
    ON CONFLICT (id) DO NOTHING`.execute(tx);
}

/** Stores payments; the newest version of a row wins, whatever the order. */
export async function storePayments(tx: LedgerTransaction, payments: readonly Payment[]): Promise<void> {
  const newest = new Map<string, Payment>();
  for (const payment of payments) {
    const known = newest.get(payment.id);
    if (!known || isNewer(payment, known)) newest.set(payment.id, payment);
  }
  const rows = [...newest.values()];
  await sql`
    INSERT INTO payment AS known (id, reference, sender_id, recipient_id, status, row_version, epoch)
    SELECT * FROM unnest(
      ${rows.map((payment) => payment.id)}::uuid[],
      ${rows.map((payment) => payment.reference)}::text[],
      ${rows.map((payment) => payment.senderId)}::uuid[],
      ${rows.map((payment) => payment.recipientId)}::uuid[],
      ${rows.map((payment) => payment.status)}::text[],
      ${rows.map((payment) => payment.rowVersion.toString())}::bigint[],
      ${rows.map((payment) => payment.epoch)}::bigint[])
    ON CONFLICT (id) DO UPDATE SET
      status = excluded.status, row_version = excluded.row_version, epoch = excluded.epoch
    WHERE (known.epoch, known.row_version) < (excluded.epoch, excluded.row_version)`.execute(tx);
}

const isNewer = (a: Payment, b: Payment) => (a.epoch === b.epoch ? a.rowVersion > b.rowVersion : a.epoch > b.epoch);
