/** What the topics say, read from their beginning: the demo trusts no service's own word for it. */
import { EVENT_ID_HEADER, alertEvent, paymentChange, type TopicCatalogue } from '@vf/contracts';
import { wireId } from '@vf/money';
import { scanTopic, type KafkaClient, type StoredRecord } from '@vf/event-bus';

export interface TopicFacts {
  /** Distinct event ids over the topics of wallets, ledger and payments. */
  readonly distinctChanges: number;
  /** Records over the same topics, repetitions and tombstones included. */
  readonly records: number;
  /** Wire ids of all payments on the topic, with the status of the newest change of each. */
  readonly paymentStatus: ReadonlyMap<string, string>;
  /** Ids of the alerts whose last event left them open. */
  readonly openAlerts: ReadonlySet<string>;
}

const SCAN_TIMEOUT_MS = 120_000;

/** Reads the change topics and the alerts topic to their ends as of now; `onRecord` sees every record. */
export async function readTopicFacts(
  client: KafkaClient,
  topics: TopicCatalogue,
  onRecord: (record: StoredRecord) => void,
): Promise<TopicFacts> {
  const eventIds = new Set<string>();
  const payments = new Map<string, { eventId: string; status: string }>();
  let records = 0;
  const note = (record: StoredRecord): string | undefined => {
    records += 1;
    onRecord(record);
    const eventId = record.headers[EVENT_ID_HEADER];
    if (eventId !== undefined && record.value !== null) eventIds.add(eventId);
    return eventId;
  };
  for (const topic of [topics.wallets, topics.ledger]) {
    await scanTopic(client, topic.name, (record) => void note(record), { timeoutMs: SCAN_TIMEOUT_MS });
  }
  const onPayment = (record: StoredRecord) => {
    const eventId = note(record) ?? '';
    if (record.value === null) return;
    const { after } = paymentChange.parse(JSON.parse(record.value.toString('utf8')));
    if (!after) return;
    const id = wireId('pay', after.id);
    const known = payments.get(id);
    // A change that was sent again stands at a later offset than newer ones, so the id decides, not the offset.
    if (!known || known.eventId <= eventId) payments.set(id, { eventId, status: after.status });
  };
  await scanTopic(client, topics.users.name, onRecord, { timeoutMs: SCAN_TIMEOUT_MS });
  await scanTopic(client, topics.payments.name, onPayment, { timeoutMs: SCAN_TIMEOUT_MS });
  return {
    distinctChanges: eventIds.size,
    records,
    paymentStatus: new Map([...payments].map(([id, { status }]) => [id, status])),
    openAlerts: await readOpenAlerts(client, topics.fraudAlerts.name, onRecord),
  };
}

async function readOpenAlerts(
  client: KafkaClient,
  topic: string,
  onRecord: (record: StoredRecord) => void,
): Promise<Set<string>> {
  const newest = new Map<string, { revision: number; open: boolean }>();
  const onEvent = (record: StoredRecord) => {
    onRecord(record);
    if (record.value === null) return;
    const event = alertEvent.parse(JSON.parse(record.value.toString('utf8')));
    if ((newest.get(event.alert_id)?.revision ?? 0) > event.revision) return;
    newest.set(event.alert_id, {
      revision: event.revision,
      open: event.event === 'opened' || event.event === 'updated',
    });
  };
  await scanTopic(client, topic, onEvent, { timeoutMs: SCAN_TIMEOUT_MS });
  return new Set([...newest].filter(([, { open }]) => open).map(([id]) => id));
}
