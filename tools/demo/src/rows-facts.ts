/** What the compacted rows topics come to. */
import type { TopicCatalogue } from '@vf/contracts';
import { scanTopic, type KafkaClient, type StoredRecord } from '@vf/event-bus';
import { comparable } from './personal-data.js';

/** Published tables, and the rows topic of each. */
const rowsTopics = {
  payments: 'paymentRows',
  wallets: 'walletRows',
  ledger: 'ledgerRows',
  users: 'userRows',
} as const satisfies Record<string, keyof TopicCatalogue>;
export const publishedTables = Object.keys(rowsTopics);

/** By table, comparable rows by record key. */
export type RowsByTable = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SCAN_TIMEOUT_MS = 120_000;

/** Reads the rows topics to their ends as of now; `onRecord` sees every record. */
export async function readRowsTopics(
  client: KafkaClient,
  topics: TopicCatalogue,
  onRecord: (record: StoredRecord) => void,
): Promise<RowsByTable> {
  const byTable = new Map<string, ReadonlyMap<string, string>>();
  for (const [table, name] of Object.entries(rowsTopics)) {
    const rows = new Map<string, string>();
    const take = (record: StoredRecord) => {
      onRecord(record);
      const key = record.key?.toString('utf8') ?? '';
      if (record.value === null) rows.delete(key);
      else rows.set(key, rowOf(record.value));
    };
    await scanTopic(client, topics[name].name, take, { timeoutMs: SCAN_TIMEOUT_MS });
    byTable.set(table, rows);
  }
  return byTable;
}

/** The row without the members that are the family's own. */
function rowOf(value: Buffer): string {
  const members = Object.entries(JSON.parse(value.toString('utf8')) as Record<string, unknown>);
  return comparable(Object.fromEntries(members.filter(([name]) => !name.startsWith('__'))));
}
