/** The source's schema with rows put in directly, as a checkout's traffic would leave them. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '@vf/migrations';
import { migrationsDirectory } from '@vf/payments';
import { templateDatabase } from '@vf/testing';

const template = templateDatabase({
  name: 'oracle_source',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

export interface SourcePayment {
  readonly id: string;
  readonly senderId: string;
  readonly amount: string;
  readonly currency: string;
  readonly checkoutId?: string | null;
  readonly status: 'success' | 'failed';
  /** Microseconds since 1970. */
  readonly createdAtUs: bigint;
}

export interface SourceDatabase extends AsyncDisposable {
  readonly client: pg.Client;
}

export async function openSourceDatabase(): Promise<SourceDatabase> {
  const database = await template.create();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A user with this id, or a new one. */
export async function insertUser(client: pg.Client, id: string = randomUUID()): Promise<string> {
  await client.query('INSERT INTO users (id, email) VALUES ($1, $2)', [id, `${id}@example.invalid`]);
  return id;
}

export async function insertPayments(client: pg.Client, recipientId: string, payments: readonly SourcePayment[]) {
  await client.query(
    `INSERT INTO payments (id, reference, sender_id, recipient_id, amount, currency, status, provider, created_at, checkout_id)
     SELECT id, 'PAY-' || id, sender_id, $2, amount, currency, status::payment_status, 'internal',
       'epoch'::timestamptz + created_at_us * interval '1 microsecond', checkout_id
     FROM jsonb_to_recordset($1::jsonb)
       AS p (id uuid, sender_id uuid, amount numeric, currency text, status text, created_at_us bigint,
         checkout_id uuid)`,
    [
      JSON.stringify(
        payments.map((payment) => ({
          id: payment.id,
          sender_id: payment.senderId,
          amount: payment.amount,
          currency: payment.currency,
          status: payment.status,
          created_at_us: payment.createdAtUs.toString(),
          checkout_id: payment.checkoutId ?? null,
        })),
      ),
      recipientId,
    ],
  );
}
