import type { Alert } from '../domain/alert.js';
import { bySender } from '../domain/by-sender.js';
import type { Episode } from '../domain/episode.js';
import { judgeSender } from '../domain/judge-sender.js';
import type { SpanReading } from '../domain/judge-span.js';
import type { Span } from '../domain/touched-spans.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import { openAlertsWithin } from '../store/alerts.js';
import type { FraudTransaction } from '../store/fraud-database.js';
import { readSpans } from '../store/span-readings.js';

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

/** Each widening takes in an alert that was cut, so the rounds end by themselves; this stops a fault from going on. */
const MAX_WIDENINGS = 1_000;

/** Judges all senders of a batch together: a constant number of statements, and more only for those whose alerts are cut. */
export async function judgeSenders(
  tx: FraudTransaction,
  rule: VelocityRule,
  senders: readonly SenderToJudge[],
): Promise<JudgedSender[]> {
  const done: JudgedSender[] = [];
  let pending = senders;
  for (let round = 0; pending.length > 0; round += 1) {
    if (round > MAX_WIDENINGS) throw new Error('judging did not come to an end');
    const wider: SenderToJudge[] = [];
    for (const { sender, readings, known } of await readSenders(tx, rule, pending)) {
      const judgement = judgeSender(
        rule,
        known.map((alert) => alert.episode),
        readings,
      );
      if (judgement.kind === 'widen') wider.push({ senderId: sender.senderId, spans: judgement.spans });
      else done.push({ ...sender, known, episodes: judgement.episodes });
    }
    pending = wider;
  }
  return done;
}

async function readSenders(tx: FraudTransaction, rule: VelocityRule, senders: readonly SenderToJudge[]) {
  const readings = await readSpans(
    tx,
    rule,
    senders.flatMap(({ senderId, spans }) => spans.map((span) => ({ senderId, span }))),
  );
  let next = 0;
  const read = senders.map((sender) => ({ sender, readings: readings.slice(next, (next += sender.spans.length)) }));
  const stretches = read.map(({ sender, readings: own }) => ({ senderId: sender.senderId, span: stretchOf(own) }));
  const known = bySender(await openAlertsWithin(tx, rule, stretches));
  return read.map((entry) => ({ ...entry, known: known.get(entry.sender.senderId) ?? [] }));
}

/** From the payment before the first span to the one after the last: an alert that ends or begins there may be joined. */
function stretchOf(readings: readonly SpanReading[]): Span {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) throw new Error('a sender without spans is not judged');
  return { fromUs: first.before?.timeUs ?? first.span.fromUs, toUs: last.after?.timeUs ?? last.span.toUs };
}
