/** kafkajs's log lines in ours: constant sentence, fields beside it, and the level an operator would give them. */
import type { Log } from '@vf/platform';
import type { logCreator } from 'kafkajs';
import { logLevel } from 'kafkajs';

type Level = 'debug' | 'info' | 'warn' | 'error';

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

/** Our level of one of kafkajs's lines. */
export function levelOf(level: number, message: string, error: unknown): Level {
  if (level === logLevel.DEBUG) return 'debug';
  const text = `${message} ${typeof error === 'string' ? error : error instanceof Error ? error.message : ''}`;
  if (ORDINARY.some((pattern) => pattern.test(text))) return 'debug';
  if (level === logLevel.ERROR) return 'warn';
  // What kafkajs tells as news (joined, paused, resumed) is told by us with more context.
  return level === logLevel.WARN ? 'warn' : 'debug';
}

/**
 * A kafkajs error is a warning of ours: kafkajs goes on trying, or fails the call, and then the caller decides whether
 * it is an error. Stacks and payloads are left out.
 */
export function kafkaLogCreator(log: Log): logCreator {
  return () =>
    ({ namespace, level, log: { message, error, groupId, memberId, broker, topic, partition } }) => {
      const detail = error instanceof Error ? error.message : error;
      const fields = { namespace, message, error: detail, groupId, memberId, broker, topic, partition };
      log[levelOf(level, message, error)](fields, 'kafka client');
    };
}
