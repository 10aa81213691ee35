import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError, kafkaBrokers, loadConfig, port, postgresUrl } from './load-config.js';

const schema = z.object({
  DATABASE_URL: postgresUrl('fraud'),
  KAFKA_BROKERS: kafkaBrokers,
  HTTP_PORT: port(8082).meta({ example: '8082' }),
});

const good = { DATABASE_URL: 'postgres://u:secret@db/fraud', KAFKA_BROKERS: 'a:1,b:2' };

function messageOf(env: Record<string, string>): string {
  try {
    loadConfig(schema, env);
  } catch (err) {
    if (err instanceof ConfigError) return err.message;
    throw err;
  }
  return 'accepted';
}

describe('loadConfig', () => {
  it('gives typed, frozen values and defaults', () => {
    const config = loadConfig(schema, good);
    expect(config).toEqual({ ...good, KAFKA_BROKERS: ['a:1', 'b:2'], HTTP_PORT: 8082 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every missing setting at once, each with an example', () => {
    const message = messageOf({});
    expect(message).toContain('DATABASE_URL is required but not set. Example: DATABASE_URL=postgres://');
    expect(message).toContain('KAFKA_BROKERS is required but not set. Example: KAFKA_BROKERS=127.0.0.1:19092');
  });

  it('takes empty text as not set', () => {
    expect(messageOf({ ...good, DATABASE_URL: '' })).toContain('DATABASE_URL is required');
  });

  it.each([
    ['HTTP_PORT', '70000'],
    ['HTTP_PORT', 'eighty'],
    ['KAFKA_BROKERS', 'no-port'],
    ['DATABASE_URL', 'mysql://x'],
  ])('refuses %s=%s, saying what is wrong', (setting, value) => {
    expect(messageOf({ ...good, [setting]: value })).toContain(`${setting} is wrong:`);
  });

  it('never shows the value, which may be a secret', () => {
    expect(messageOf({ ...good, DATABASE_URL: 'mysql://u:hunter2@db/x' })).not.toContain('hunter2');
  });
});
