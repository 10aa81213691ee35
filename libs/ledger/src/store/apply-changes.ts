/** Writes what was streamed. Every statement may run again with the same rows and changes nothing then. */
import { sql } from 'kysely';
import { formatDecimal } from '@vf/money';
import { formatLsn } from '../domain/commit-position.js';
import type { Entry } from '../domain/entry.js';
import type { Payment, Wallet } from '../domain/parties.js';
import type { LedgerTransaction } from './ledger-database.js';

/** Adds entries; ones that are here already are left alone. */
export async function storeEntries(tx: LedgerTransaction, entries: readonly Entry[]): Promise<void> {
  await sql`
    INSERT INTO entry (ledger_id, wallet_id, wallet_seq, payment_id, type, amount, balance_before, balance_after,
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
    ON CONFLICT (ledger_id) DO NOTHING`.execute(tx);
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
    if (!known || payment.rowVersion > known.rowVersion) newest.set(payment.id, payment);
  }
  const rows = [...newest.values()];
  await sql`
    INSERT INTO payment AS known (id, reference, sender_id, recipient_id, status, row_version)
    SELECT * FROM unnest(
      ${rows.map((payment) => payment.id)}::uuid[],
      ${rows.map((payment) => payment.reference)}::text[],
      ${rows.map((payment) => payment.senderId)}::uuid[],
      ${rows.map((payment) => payment.recipientId)}::uuid[],
      ${rows.map((payment) => payment.status)}::text[],
      ${rows.map((payment) => payment.rowVersion.toString())}::bigint[])
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, row_version = excluded.row_version
    WHERE known.row_version < excluded.row_version`.execute(tx);
}
