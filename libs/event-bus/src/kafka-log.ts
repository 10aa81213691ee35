/** kafkajs's log lines in ours: constant sentence, fields beside it, and the level an operator would give them. */
import type { Log } from '@vf/platform';
import type { logCreator } from 'kafkajs';

type Level = 'debug' | 'warn';

/**
 * Answers by which a broker says "ask again": part of every start, rebalance and leader change. kafkajs prints them as
 * errors, and an operator who sees errors at each deploy stops reading errors.
 */
const ORDINARY = [
  /coordinator is loading|coordinator is not available|not the correct coordinator|GROUP_COORDINATOR|COORDINATOR_LOAD/i,
  /rebalanc/i,
  /not the leader|no leader|leadership election|leader epoch/i,
  /This server does not host this topic-partition/i,
  /the given offset is out of range|specified group generation id is not valid/i,
  /Limiting retries for the idempotent producer/i,
  /coordinator is not aware of this member/i,
  /request timed out|member id|Failed to connect to seed broker|Closed connection/i,
];

/** kafkajs's own numbers (its enum is not exported to ESM). */
const KAFKAJS_LEVEL = { error: 1, warn: 2, debug: 5 } as const;

/** Our level of one of kafkajs's lines. */
export function levelOf(level: number, message: string, detail: string): Level {
  if (level === KAFKAJS_LEVEL.debug) return 'debug';
  if (ORDINARY.some((pattern) => pattern.test(`${message} ${detail}`))) return 'debug';
  if (level === KAFKAJS_LEVEL.error) return 'warn';
  // What kafkajs tells as news (joined, paused, resumed) is told by us with more context.
  return level === KAFKAJS_LEVEL.warn ? 'warn' : 'debug';
}

/**
 * A kafkajs error is a warning of ours: kafkajs goes on trying, or fails the call, and then the caller decides whether
 * it is an error. Stacks and payloads are left out.
 */
export function kafkaLogCreator(log: Log): logCreator {
  return () =>
    ({ namespace, level, log: line }) => {
      const extra = line as Record<string, unknown>;
      const detail =
        extra.error instanceof Error ? extra.error.message : typeof extra.error === 'string' ? extra.error : '';
      const { groupId, memberId, broker, topic, partition } = extra;
      const fields = { namespace, message: line.message, error: detail, groupId, memberId, broker, topic, partition };
      log[levelOf(level, line.message, detail)](fields, 'kafka client');
    };
}
