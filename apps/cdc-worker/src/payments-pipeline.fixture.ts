/** A source, a topic prefix and the settings of a worker over both, for one test. */
import { deleteTopicsWithPrefix, readTopic, uniqueTopicPrefix, type TestDatabase, type TopicRecord } from '@vf/testing';
import { paymentsSource } from './source-databases.fixture.js';
import { workerSettings, type Settings } from './worker-process.fixture.js';

export interface PaymentsPipeline extends AsyncDisposable {
  readonly prefix: string;
  readonly payments: TestDatabase;
  readonly settings: Settings;
}

/** Disposing drops the database and the topics. `more` goes over the usual settings. */
export async function paymentsPipeline(more: Settings = {}): Promise<PaymentsPipeline> {
  const prefix = uniqueTopicPrefix();
  const payments = await paymentsSource.create();
  const databases = { PAYMENTS_DATABASE_URL: payments.urlFor('capture_service') };
  return {
    prefix,
    payments,
    settings: { ...workerSettings(prefix, databases), ...more },
    [Symbol.asyncDispose]: async () => {
      await payments[Symbol.asyncDispose]();
      await deleteTopicsWithPrefix(prefix);
    },
  };
}

/** Tables whose changes the write load makes. */
export const LOADED_TABLES = ['payments', 'wallets', 'ledger'] as const;

/** Every record of their change topics. */
export async function readChanges(prefix: string): Promise<TopicRecord[]> {
  return (await Promise.all(LOADED_TABLES.map((table) => readTopic(`${prefix}.public.${table}`)))).flat();
}
