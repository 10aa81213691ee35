import { describe, expect, it } from '@jest/globals';
import { levelOf } from './kafka-log.js';
import { createErrorFromCode } from './kafkajs-internals.js';

const ERROR = 1;
const WARN = 2;
const INFO = 4;

describe('levels of kafkajs lines', () => {
  it.each([
    ['Response GroupCoordinator(key: 10, version: 2)', 'The group coordinator is not available'],
    ['Response JoinGroup', 'The coordinator is loading and hence can not process requests for this group'],
    ['Response Heartbeat', 'The group is rebalancing, so a rejoin is needed'],
    ['Failed to send messages: This server is not the leader for that topic-partition', ''],
    ['The coordinator is not aware of this member, re-joining the group', ''],
  ])('"%s" (%s) is an ordinary answer', (message, detail) => {
    expect(levelOf(ERROR, message, detail)).toBe('debug');
  });

  it.each([
    ['leader not available', 5],
    ['not the leader', 6],
    ['request timed out', 7],
    ['coordinator loading', 14],
    ['coordinator not available', 15],
    ['not the coordinator', 16],
    ['rebalance in progress', 27],
  ])('kafkajs’s own error for "%s" (%i) is an ordinary answer', (_, code) => {
    const { message } = createErrorFromCode(code);
    expect(levelOf(ERROR, 'Response error', message)).toBe('debug');
  });

  it('an error that is none of them is a warning, because the caller decides', () => {
    expect(levelOf(ERROR, 'Connection error: connect ECONNREFUSED', '')).toBe('warn');
    expect(levelOf(WARN, 'something odd', '')).toBe('warn');
  });

  it('its news are for debugging', () => {
    expect(levelOf(INFO, 'Consumer has joined the group', '')).toBe('debug');
  });
});
