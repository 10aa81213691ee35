/** A batch of payment changes becomes alert events: the one thing this context does. */
import { alertEventOf, type Provenance } from '../domain/alert-event.js';
import { alertIdOf } from '../domain/alert-id.js';
import { bySender } from '../domain/by-sender.js';
import type { AlertChange, EvidencedEpisode } from '../domain/alert.js';
import type { Episode } from '../domain/episode.js';
import { newestFacts, type PaymentFact } from '../domain/payment-fact.js';
import { reconcile, type NamedEpisode } from '../domain/reconcile.js';
import { touchedSpans } from '../domain/touched-spans.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import { alertsOfIds, listPayments, storeAlerts } from '../store/alerts.js';
import type { FraudTransaction } from '../store/fraud-database.js';
import { storePayments } from '../store/payment-window.js';
import { lockSenders } from '../store/sender-locks.js';
import { judgeSenders, type JudgedSender } from './judge-senders.js';

export interface JudgePayments {
  readonly rule: VelocityRule;
  /** Changes of payments, in the order of their partition. */
  readonly facts: readonly PaymentFact[];
  readonly now: Date;
}

/**
 * Stores the payments, judges every window they touch, and stores the alerts that changed with an event for each in the
 * outbox, all in the caller's transaction. Returns the changes. The result depends on the payments known, not on their
 * order or on the cut into batches; facts that are known already change nothing.
 */
export async function judgePayments(tx: FraudTransaction, input: JudgePayments): Promise<AlertChange[]> {
  const { rule } = input;
  const facts = newestFacts(input.facts);
  await lockSenders(
    tx,
    facts.map((fact) => fact.senderId),
  );
  const touched = (await storePayments(tx, facts)).filter(({ senderId }) => !rule.exemptSenderIds.has(senderId));
  if (touched.length === 0) return [];
  const judged = await judgeSenders(
    tx,
    rule,
    touched.map(({ senderId, timesUs }) => ({ senderId, spans: touchedSpans(timesUs, rule.windowUs) })),
  );
  const changes = await reconcileSenders(tx, { rule, judged, now: input.now });
  const provenance = new Map(input.facts.map((fact) => [fact.senderId, fact.provenance]));
  await storeAlerts(
    tx,
    rule,
    changes.map((change) => ({ alert: change.alert, event: told(rule, change, provenance) })),
  );
  return changes;
}

/** The last change of the sender in the batch is the one that made the alert what it is. */
function told(rule: VelocityRule, change: AlertChange, provenance: ReadonlyMap<string, Provenance>) {
  const cause = provenance.get(change.alert.senderId);
  if (!cause) throw new Error('an alert changed whose sender is not in the batch');
  return alertEventOf(rule, change, cause);
}

interface Judged {
  readonly rule: VelocityRule;
  readonly judged: readonly JudgedSender[];
  readonly now: Date;
}

async function reconcileSenders(tx: FraudTransaction, { rule, judged, now }: Judged): Promise<AlertChange[]> {
  const named = await nameEpisodes(tx, rule, judged);
  const open = new Set(judged.flatMap(({ known }) => known.map((alert) => alert.id)));
  const unknownIds = [...named.values()].flat().flatMap(({ alertId }) => (open.has(alertId) ? [] : [alertId]));
  const closed = bySender(await alertsOfIds(tx, unknownIds));
  return judged.flatMap(({ senderId, known }) =>
    reconcile({
      senderId,
      previous: [...known, ...(closed.get(senderId) ?? [])],
      episodes: named.get(senderId) ?? [],
      now,
    }),
  );
}

/** Gives the episodes of each sender their ids and evidence, reading the evidence only where it may have changed. */
async function nameEpisodes(
  tx: FraudTransaction,
  rule: VelocityRule,
  judged: readonly JudgedSender[],
): Promise<ReadonlyMap<string, NamedEpisode[]>> {
  const episodes = judged.flatMap((sender) =>
    sender.episodes.map((episode) => ({
      senderId: sender.senderId,
      episode,
      listed: listedBefore(sender, episode),
    })),
  );
  const stale = episodes.filter(({ listed }) => listed === undefined);
  const lists = await listPayments(tx, rule, stale);
  const fresh = new Map(stale.map(({ episode }, index) => [episode, lists[index]]));
  const named = episodes.map(({ senderId, episode, listed }) => ({
    senderId,
    alertId: alertIdOf(rule, senderId, episode.first.paymentId),
    episode: { ...episode, listedPaymentIds: listed ?? fresh.get(episode) ?? [] } satisfies EvidencedEpisode,
  }));
  return bySender(named);
}

/**
 * The evidence as stored, when the episode is a stored one that judging handed on as it was (the same object). A payment that
 * came or went within its windows would have reached into the episode itself, so such an episode has the evidence it had.
 */
const listedBefore = (sender: JudgedSender, episode: Episode): readonly string[] | undefined =>
  sender.known.find((alert) => alert.episode === episode)?.episode.listedPaymentIds;
