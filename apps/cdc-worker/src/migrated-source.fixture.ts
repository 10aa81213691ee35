/** The payments database as its migrations leave it, and changes of every kind in it. */
import { fileURLToPath } from 'node:url';
import { migrate } from '@vf/migrations';
import { templateDatabase } from '@vf/testing';

/** By its place: a worker knows the payments context by its publication only. */
const directory = fileURLToPath(new URL('../../../libs/payments/migrations', import.meta.url));

export const migratedPayments = templateDatabase({
  name: 'worker_migrated',
  inputs: [directory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory });
  },
});

const id = (n: number) => `00000000-0000-7000-8000-00000000000${String(n)}`;

const insertPayment = (n: number, more = '') => `
  INSERT INTO payments (id, reference, sender_id, recipient_id, amount, fee, provider, status, metadata)
    VALUES ('${id(n)}', 'PAY-${String(n)}', '${id(1)}', '${id(2)}', 1500.50, 0, 'mtn_momo', 'pending', '{"n": ${String(n)}${more}}');
  INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
    VALUES ('${id(n)}', '${id(1)}', 'debit', 1500.50, 9000000000000.00, 8999999998499.50, ${String(n)});`;

/** What a snapshot finds. */
export const ROWS_BEFORE = `
  INSERT INTO users (id, email, phone) VALUES
    ('${id(1)}', 'one@example.com', '+250788000001'), ('${id(2)}', 'two@example.com', NULL);
  INSERT INTO wallets (id, user_id, balance) VALUES ('${id(1)}', '${id(1)}', 9000000000000), ('${id(2)}', '${id(2)}', 0);
  ${insertPayment(3)}`;

/** max.message.bytes of the topic of users: below the longest text that the changes write. */
export const USERS_RECORD_LIMIT = '4000';

/**
 * Triggers are off, as in a repair: the services refuse deletes and truncates, and the stream must be able to tell them
 * all the same.
 */
export const CHANGES = `
  SET session_replication_role = replica;
  ${insertPayment(4, ', "email": "three@example.com"')}
  UPDATE payments SET status = 'failed', failure_code = 'insufficient_funds', row_version = 2 WHERE id = '${id(3)}';
  UPDATE wallets SET balance = balance + 0.5, is_frozen = true;
  INSERT INTO users (id, email, role) VALUES ('${id(5)}', 'five@example.com', 'vendor');
  UPDATE users SET id = '${id(6)}' WHERE id = '${id(5)}';
  UPDATE users SET kyc_status = repeat('x', 5000) WHERE id = '${id(6)}';
  DELETE FROM users WHERE id = '${id(2)}';
  DELETE FROM wallets WHERE id = '${id(2)}';
  DELETE FROM payments WHERE id = '${id(4)}';
  SELECT pg_logical_emit_message(true, 'audit', 'inside of a transaction'),
    pg_logical_emit_message(false, 'audit', 'outside of any');
  DELETE FROM ledger WHERE payment_id = '${id(4)}';
  TRUNCATE ledger;`;
