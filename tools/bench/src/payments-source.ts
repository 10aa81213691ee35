/** The source of every subject: the platform's own schema, and payments as the service commits them. */
import type pg from 'pg';
import { createMigratedDatabase, dropDatabase, withClient } from './migrated-database.js';

/** Of one payment: the payment, two wallets, two ledger entries. */
export const CHANGES_PER_PAYMENT = 5;
export const PUBLICATION = 'vendorflow_capture';

const WRITERS = 2;
const WALLETS_PER_WRITER = 500;
export const WALLETS = WRITERS * WALLETS_PER_WRITER;

/**
 * One payment as one statement's work, as the six statements of posting leave it. Writers keep to wallets of their own,
 * so that none waits for another.
 */
const FUNCTIONS = `
  CREATE FUNCTION bench_pay(writer int, n bigint) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    payer int := writer * ${WALLETS_PER_WRITER} + n % ${WALLETS_PER_WRITER};
    payee int := writer * ${WALLETS_PER_WRITER} + (n + 1 + n / ${WALLETS_PER_WRITER} % ${WALLETS_PER_WRITER - 1}) % ${WALLETS_PER_WRITER};
    payment uuid := gen_random_uuid();
    debit record;
    credit record;
  BEGIN
    UPDATE wallets SET balance = balance - 100, ledger_seq = ledger_seq + 1, updated_at = now()
      WHERE id = lpad(to_hex(payer), 32, '0')::uuid RETURNING id, balance, ledger_seq INTO debit;
    UPDATE wallets SET balance = balance + 100, ledger_seq = ledger_seq + 1, updated_at = now()
      WHERE id = lpad(to_hex(payee), 32, '0')::uuid RETURNING id, balance, ledger_seq INTO credit;
    INSERT INTO payments (id, reference, sender_id, recipient_id, amount, provider, status, metadata)
      VALUES (payment, 'PAY-' || payment, debit.id, credit.id, 100, 'mtn_momo', 'success',
        jsonb_build_object('order', n, 'channel', 'mobile'));
    INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
      VALUES (payment, debit.id, 'debit', 100, debit.balance + 100, debit.balance, debit.ledger_seq),
        (payment, credit.id, 'credit', 100, credit.balance - 100, credit.balance, credit.ledger_seq);
  END $$;
  CREATE PROCEDURE bench_backlog(writer int, payments bigint) LANGUAGE plpgsql AS $$
  BEGIN
    FOR n IN 1..payments LOOP
      PERFORM bench_pay(writer, n);
      COMMIT;
    END LOOP;
  END $$;
`;

/** Users and wallets get the same numbers as ids. */
const SEED = `
  INSERT INTO users (id, email)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 'user' || n || '@example.invalid' FROM generate_series(0, ${WALLETS - 1}) n;
  INSERT INTO wallets (id, user_id, balance)
    SELECT id, id, 1000000000 FROM users;
`;

export interface PaymentsSource {
  readonly url: string;
  query(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  /** The value of a setting of the server. */
  setting(name: string): Promise<string>;
  /** Opens the wallets: after the slots were made, so that no subject has to read rows from before. */
  seed(): Promise<void>;
  /** Commits so many payments, each in a transaction of its own, as fast as two writers can. */
  writeBacklog(payments: number): Promise<void>;
}

/** Makes a database with the platform's schema; disposing drops it and the slots that are left in it. */
export async function createPaymentsSource(adminUrl: string, name: string): Promise<PaymentsSource & AsyncDisposable> {
  const url = await createMigratedDatabase(adminUrl, name);
  const source = await paymentsSourceIn(url);
  const dispose = async () => {
    await source.query(
      `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
       WHERE database = current_database() AND NOT active`,
    );
    await dropDatabase(adminUrl, name);
  };
  return { ...source, [Symbol.asyncDispose]: dispose };
}

/** In a database that has the platform's schema. */
export async function paymentsSourceIn(url: string): Promise<PaymentsSource> {
  const query = (sql: string, values: readonly unknown[] = []) =>
    withClient(url, (client) => (values.length > 0 ? client.query(sql, [...values]) : client.query(sql)));
  const write = (writer: number, payments: number) =>
    withClient(url, async (client) => {
      await client.query('SET synchronous_commit = off');
      await client.query(`CALL bench_backlog(${String(writer)}, ${String(payments)})`);
    });
  await query(FUNCTIONS);
  return {
    url,
    query,
    setting: async (name) => {
      const { rows } = await query('SELECT current_setting($1) AS value', [name]);
      return (rows[0] as { value: string }).value;
    },
    seed: async () => {
      await query(SEED);
    },
    writeBacklog: async (payments) => {
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer, payments / WRITERS)));
    },
  };
}

/** A slot for pgoutput, which sees what is committed from now on. */
export async function createSlot(url: string, slot: string): Promise<void> {
  await withClient(url, (client) => client.query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [slot]));
}
