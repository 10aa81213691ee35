import { ConsumerStoppedError, PoisonRecordError, type BatchHandler } from '@vf/consumer';
import { parseEventId, parseSnapshotId, type PaymentChange } from '@vf/contracts';
import {
  RuleUnusable,
  judgePayments,
  newestRule,
  paymentFactOf,
  type FraudTables,
  type FraudTransaction,
  type VelocityRule,
} from '@vf/fraud';
import type { FraudMetrics } from './fraud-metrics.js';

/** The rule this service judges by. */
const RULE = 'velocity';

/**
 * Judges a batch of payment changes in the transaction of its position. The rule is read once, with the first batch: a
 * version never changes, and a new one needs its windows judged from the first payment on.
 */
export function paymentsHandler(metrics: FraudMetrics, now: () => Date): BatchHandler<FraudTables, PaymentChange> {
  let rule: VelocityRule | undefined;
  return async ({ topic, partition, records }, { tx }) => {
    rule ??= await readRule(tx);
    const facts = records.flatMap(({ value, offset, eventId, snapshotId }) => {
      const { id, epoch } = identityOf(eventId, snapshotId);
      return paymentFactOf(value, { epoch, provenance: { topic, partition, offset, eventId: id } }) ?? [];
    });
    const changes = await judgePayments(tx, { rule, facts, now: now() });
    const newestCommitMs = records.at(-1)?.value.source.ts_ms ?? 0;
    metrics.judged({ paymentChanges: records.length, changes, newestCommitMs, nowMs: now().getTime() });
  };
}

/** Without its rule the service must stop and say so: leaving payments out would lose alerts in silence. */
async function readRule(tx: FraudTransaction): Promise<VelocityRule> {
  try {
    return await newestRule(tx, RULE);
  } catch (err) {
    if (err instanceof RuleUnusable) throw new ConsumerStoppedError(err.message, { cause: err });
    throw err;
  }
}

/** An alert names the change, or what a snapshot found, that raised it. */
function identityOf(eventId: string | null, snapshotId: string | null): { id: string; epoch: number } {
  if (eventId !== null) return { id: eventId, epoch: parseEventId(eventId).epoch };
  if (snapshotId !== null) return { id: snapshotId, epoch: parseSnapshotId(snapshotId).epoch };
  throw new PoisonRecordError('event_id_missing', 'a change has no event id');
}
