/** The proof: what went in by HTTP, what PostgreSQL committed, what Kafka holds and what the services answer are one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { topicCatalogue } from '@vf/contracts';
import type { KafkaClient, StoredRecord } from '@vf/event-bus';
import { equalTexts, equalNumbers, equalSets, type Equality } from './equality.js';
import type { PlayedDay } from './play-day.js';
import type { ProjectedFacts, ReadModels } from './read-models.js';
import { publishedTables, readRowsTopics, type RowsByTable } from './rows-facts.js';
import { committedLsn, readSourceFacts, withSource, type SourceFacts } from './source-facts.js';
import type { StackAccess } from './stack-access.js';
import { readTopicFacts, type TopicFacts } from './topic-facts.js';

export interface ProofOptions {
  readonly access: StackAccess;
  readonly kafka: KafkaClient;
  readonly readModels: ReadModels;
  readonly runId: string;
  /** How long the stream may take to catch up with what is committed, and the services with the stream. */
  readonly catchUpMs: number;
  readonly onWaiting?: (behindBytes: bigint) => void;
}

const POLL_MS = 200;
const RECHECK_MS = 1_000;

/** The projection did not reach what was committed in the time given. */
export class CatchUpError extends Error {
  override readonly name = 'CatchUpError';
}

/**
 * Waits until everything committed by now is projected, then compares. The services catch up independently, so a
 * difference is looked at again until the time is over; what still differs then is reported as it stands.
 */
export async function prove(day: PlayedDay, options: ProofOptions): Promise<Equality[]> {
  const deadline = Date.now() + options.catchUpMs;
  await projectedUpToNow(options, deadline);
  for (;;) {
    const equalities = await compare(day, options);
    if (equalities.every((equality) => equality.differences.length === 0) || Date.now() > deadline) return equalities;
    await sleep(RECHECK_MS);
  }
}

/** Waits until the projection answers as of a commit that is not before the last one. */
async function projectedUpToNow({ access, readModels, onWaiting }: ProofOptions, deadline: number): Promise<void> {
  const target = await withSource(access.sourceDatabaseUrl, committedLsn);
  for (;;) {
    const projected = await readModels.projectedLsn();
    if (projected >= target) return;
    onWaiting?.(target - projected);
    if (Date.now() > deadline)
      throw new CatchUpError(`the projection is ${target - projected} bytes behind the source`);
    await sleep(POLL_MS);
  }
}

async function compare(day: PlayedDay, options: ProofOptions): Promise<Equality[]> {
  const { access, kafka, readModels, runId } = options;
  const source = await withSource(access.sourceDatabaseUrl, (client) => readSourceFacts(client, runId, access.piiKey));
  const catalogue = topicCatalogue(access.topicPrefix);
  const exposed = new Set<string>();
  const search = (record: StoredRecord) => {
    const text = `${String(record.key)} ${String(record.value)} ${JSON.stringify(record.headers)}`;
    if (source.personal.isIn(text)) exposed.add(`${record.topic}/${record.partition}/${record.offset}`);
  };
  const topics = await readTopicFacts(kafka, catalogue, search);
  const rows = await readRowsTopics(kafka, catalogue, search);
  const projected = await readModels.projection();
  const openAlerts = await readModels.openAlerts();
  return [
    ...runEqualities(day, source, topics),
    ...streamEqualities(source, topics),
    ...rowEqualities(source, rows),
    equalSets(
      'records with plain emails or phones',
      { where: 'topics', ids: exposed },
      { where: 'expected', ids: new Set() },
    ),
    equalSets('alerts', { where: 'SQL oracle', ids: source.alerts }, { where: 'fraud API', ids: openAlerts }),
    equalSets('alerts', { where: 'SQL oracle', ids: source.alerts }, { where: 'topic', ids: topics.openAlerts }),
    ...ledgerEqualities(source, projected),
  ];
}

/** What this run was answered, against what the source and the topic hold of it. */
function runEqualities(day: PlayedDay, source: SourceFacts, topics: TopicFacts): Equality[] {
  const onTopic = (ids: ReadonlySet<string>, status: string) =>
    new Set([...ids].filter((id) => topics.paymentStatus.get(id) === status));
  const { success, failed } = source.runPayments;
  return [
    equalSets('payments accepted', { where: 'HTTP', ids: day.accepted }, { where: 'PostgreSQL', ids: success }),
    equalSets(
      'payments accepted',
      { where: 'HTTP', ids: day.accepted },
      { where: 'topic', ids: onTopic(success, 'success') },
    ),
    equalSets('payments refused', { where: 'HTTP', ids: day.refused }, { where: 'PostgreSQL', ids: failed }),
    equalSets(
      'payments refused',
      { where: 'HTTP', ids: day.refused },
      { where: 'topic', ids: onTopic(failed, 'failed') },
    ),
    equalNumbers(
      'outcomes not as planned',
      { where: 'HTTP', value: day.surprises.length },
      { where: 'plan', value: 0 },
    ),
  ];
}

/** Everything ever committed, against everything ever streamed. */
function streamEqualities(source: SourceFacts, topics: TopicFacts): Equality[] {
  return [
    equalSets(
      'payments, all runs',
      { where: 'PostgreSQL', ids: source.payments },
      { where: 'topic', ids: new Set(topics.paymentStatus.keys()) },
    ),
    equalNumbers(
      'changes, all runs',
      { where: 'PostgreSQL', value: source.changes },
      { where: 'event ids', value: topics.distinctChanges },
    ),
  ];
}

/** The tables as they stand, against what the compacted topics come to. */
function rowEqualities(source: SourceFacts, rows: RowsByTable): Equality[] {
  return publishedTables.map((table) =>
    equalTexts(
      `rows of ${table}`,
      { where: 'PostgreSQL', texts: source.rows.get(table) ?? new Map() },
      { where: 'rows topic', texts: rows.get(table) ?? new Map() },
    ),
  );
}

function ledgerEqualities(source: SourceFacts, projected: ProjectedFacts): Equality[] {
  return [
    equalTexts(
      'wallet balances',
      { where: 'PostgreSQL', texts: source.balances },
      { where: 'projection', texts: projected.balances },
    ),
    equalNumbers(
      'wallets unlike their ledger',
      { where: 'PostgreSQL', value: source.brokenWallets.length },
      { where: 'expected', value: 0 },
    ),
    equalNumbers(
      'wallets incomplete',
      { where: 'projection', value: projected.incompleteWallets.length },
      { where: 'expected', value: 0 },
    ),
    equalNumbers(
      'trial balance',
      { where: 'PostgreSQL', value: source.trialBalance },
      { where: 'projection', value: projected.trialDifference },
    ),
    equalNumbers(
      'trial balance',
      { where: 'projection', value: projected.trialDifference },
      { where: 'zero', value: 0 },
    ),
  ];
}
