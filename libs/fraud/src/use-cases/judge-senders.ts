import type { Alert } from '../domain/alert.js';
import { bySender } from '../domain/by-sender.js';
import type { Episode } from '../domain/episode.js';
import { findingsOf, judgeSender, widenedSpans, type SpanFindings } from '../domain/judge-sender.js';
import type { Span } from '../domain/touched-spans.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import { openAlertsWithin } from '../store/alerts.js';
import type { FraudTransaction } from '../store/fraud-database.js';
import { readSpans, sliceSpan } from '../store/span-readings.js';

/** A sender and the stretches of time to judge; sorted and disjoint. */
export interface SenderToJudge {
  readonly senderId: string;
  readonly spans: readonly Span[];
}

/** A sender's open alerts around the judged spans, and the episodes that stand there now. */
export interface JudgedSender extends SenderToJudge {
  readonly known: readonly Alert[];
  readonly episodes: readonly Episode[];
}

export interface JudgingLimits {
  /** Payments held at once of a sender whose episode must be read whole. */
  readonly slicePayments: number;
}

/** Each widening takes in an alert that was cut, so the rounds end by themselves; this stops a fault from going on. */
const MAX_WIDENINGS = 1_000;

interface ReadSender {
  readonly sender: SenderToJudge;
  readonly known: readonly Alert[];
  readonly findings: readonly SpanFindings[];
}

/** Judges all senders of a batch together: a constant number of statements, and more only for those whose alerts are cut. */
export async function judgeSenders(
  tx: FraudTransaction,
  rule: VelocityRule,
  senders: readonly SenderToJudge[],
  limits: JudgingLimits,
): Promise<JudgedSender[]> {
  const read = await readTogether(tx, rule, senders);
  const judged: JudgedSender[] = [];
  for (const entry of read) judged.push(judgedOf(await widened(tx, rule, entry, limits)));
  return judged;
}

function judgedOf({ sender, known, findings }: ReadSender): JudgedSender {
  const episodes = judgeSender(episodesOf(known), sender.spans, findings);
  return { ...sender, known, episodes };
}

/** Goes on until no alert is cut; at once for payments that arrive in order. */
async function widened(
  tx: FraudTransaction,
  rule: VelocityRule,
  first: ReadSender,
  limits: JudgingLimits,
): Promise<ReadSender> {
  let read = first;
  for (let round = 0; ; round += 1) {
    const spans = widenedSpans(episodesOf(read.known), read.sender.spans);
    if (!spans) return read;
    if (round === MAX_WIDENINGS) throw new Error('judging did not come to an end');
    read = await readWhole(tx, rule, { senderId: read.sender.senderId, spans }, limits);
  }
}

async function readTogether(
  tx: FraudTransaction,
  rule: VelocityRule,
  senders: readonly SenderToJudge[],
): Promise<ReadSender[]> {
  const readings = await readSpans(
    tx,
    rule,
    senders.flatMap(({ senderId, spans }) => spans.map((span) => ({ senderId, span }))),
  );
  const findings = readings.map((reading) => findingsOf(rule, reading));
  let next = 0;
  const found = senders.map((sender) => ({ sender, findings: findings.slice(next, (next += sender.spans.length)) }));
  const known = bySender(await openAlertsWithin(tx, rule, found.map(stretchOf)));
  return found.map((entry) => ({ ...entry, known: known.get(entry.sender.senderId) ?? [] }));
}

/** One sender's wide spans, slice by slice, keeping of each only what was found. */
async function readWhole(
  tx: FraudTransaction,
  rule: VelocityRule,
  sender: SenderToJudge,
  limits: JudgingLimits,
): Promise<ReadSender> {
  const { senderId, spans } = sender;
  const findings: SpanFindings[] = [];
  for (const span of spans) {
    for (const slice of await sliceSpan(tx, { senderId, span }, limits.slicePayments)) {
      const readings = await readSpans(tx, rule, [{ senderId, span: slice }]);
      findings.push(...readings.map((reading) => findingsOf(rule, reading)));
    }
  }
  return { sender, findings, known: await openAlertsWithin(tx, rule, [stretchOf({ sender, findings })]) };
}

/** From the payment before the first span to the one after the last: an alert that ends or begins there may be joined. */
function stretchOf({ sender, findings }: Pick<ReadSender, 'sender' | 'findings'>) {
  const [first, last] = [sender.spans[0], sender.spans.at(-1)];
  if (!first || !last) throw new Error('a sender without spans is not judged');
  const fromUs = findings[0]?.before?.timeUs ?? first.fromUs;
  const toUs = findings.at(-1)?.after?.timeUs ?? last.toUs;
  return { senderId: sender.senderId, span: { fromUs, toUs } };
}

const episodesOf = (alerts: readonly Alert[]): Episode[] => alerts.map((alert) => alert.episode);
