import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { compose } from './composition.js';
import { limitsOf, readConfig } from './config.js';

const env = {
  PAYMENTS_DATABASE_URL: 'postgres://capture@db/vendorflow',
  KAFKA_BROKERS: 'broker:9092',
  PII_HASH_KEYS: 'k1:0123456789abcdef0123456789abcdef',
};

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'vf-pipelines-')), 'pipelines.json');
  writeFileSync(path, content);
  return path;
}

const refusalOf = (content: string, more: Record<string, string> = {}) => {
  try {
    readConfig({ KAFKA_BROKERS: 'broker:9092', PIPELINES_FILE: fileWith(content), ...more });
  } catch (err) {
    return err instanceof Error ? err.message : String(err);
  }
  return 'accepted';
};

const shop = { name: 'shop', database: 'SHOP_DATABASE_URL', publication: 'shop_capture' };

describe('the platform’s pipelines', () => {
  const slots = (more: Record<string, string>) =>
    compose(readConfig({ ...env, ...more }), silentLog).pipelines.map(({ name, slot }) => [name, slot]);

  it('run when no file is given; that of a database without a URL is left out', () => {
    expect(slots({})).toEqual([['payments', 'vf_payments']]);
    expect(slots({ FRAUD_DATABASE_URL: 'postgres://capture@db/fraud' })).toEqual([
      ['payments', 'vf_payments'],
      ['fraud', 'vf_fraud'],
    ]);
  });

  it('need the payments database, and say so', () => {
    expect(() => readConfig({ KAFKA_BROKERS: 'broker:9092' })).toThrow(/PAYMENTS_DATABASE_URL is required.*Example/);
  });
});

describe('PIPELINES_FILE', () => {
  it('takes the place of the platform’s pipelines, each database by the name of its setting', () => {
    const PIPELINES_FILE = fileWith(
      JSON.stringify({
        pipelines: [
          { ...shop, 'topic.prefix': 'shop', slot: 'other' },
          { ...shop, name: 'second' },
        ],
      }),
    );
    const url = 'postgres://capture@db/shop';
    const config = readConfig({ KAFKA_BROKERS: 'broker:9092', PIPELINES_FILE, SHOP_DATABASE_URL: url });
    const { pipelines, topics } = compose(config, silentLog);
    expect(pipelines.map(({ name, slot, address }) => [name, slot, address.connectionString])).toEqual([
      ['shop', 'other', url],
      ['second', 'vf_second', url],
    ]);
    expect(pipelines.map(({ progressTopic, positionsTopic }) => [progressTopic, positionsTopic])).toEqual([
      ['shop.progress', 'vf.capture.positions'],
      ['vf.progress', 'vf.capture.positions'],
    ]);
    expect(topics.map(({ name }) => name)).toEqual([
      'vf.capture.positions',
      'shop.progress',
      'shop.dead-letters.capture',
      'vf.progress',
      'vf.dead-letters.capture',
    ]);
  });

  it('is refused with the place of every fault and the least example', () => {
    const pipeline = {
      ...shop,
      database: 'postgres://x',
      tables: [{ table: 'payments', colour: 1 }],
      'topic.prefix': '/',
    };
    const refusal = refusalOf(JSON.stringify({ pipelines: [shop, pipeline] }));
    expect(refusal).toContain('pipelines[1].database: use the name of an environment variable, not a URL');
    expect(refusal).toContain('pipelines[1].tables[0].table: use schema.table');
    expect(refusal).toContain('pipelines[1].tables[0]: Unrecognized key: "colour"');
    expect(refusal).toContain('pipelines[1]["topic.prefix"]: use letters');
    expect(refusal).toContain('"publication":"shop_capture"');
  });

  it.each([
    ['{', 'this is not JSON'],
    ['{"pipelines":[]}', 'pipelines: Too small'],
    [JSON.stringify({ pipelines: [shop, shop] }), 'two pipelines have the same name'],
    [JSON.stringify({ pipelines: [{ ...shop, 'message.key.columns': 'id' }] }), '"id" is not schema.table:column'],
  ])('%s is refused', (content, what) => {
    expect(refusalOf(content, { SHOP_DATABASE_URL: 'postgres://capture@db/shop' })).toContain(what);
  });

  it('that is not there is refused by its path', () => {
    expect(() => readConfig({ KAFKA_BROKERS: 'broker:9092', PIPELINES_FILE: '/nowhere/p.json' })).toThrow(
      /PIPELINES_FILE \/nowhere\/p.json: the file can not be read/,
    );
  });

  it('names the setting of a database that has none', () => {
    expect(refusalOf(JSON.stringify({ pipelines: [shop] }))).toContain('SHOP_DATABASE_URL is required but not set');
  });
});

describe('personal data', () => {
  it.each([
    [undefined, 'PII_HASH_KEYS is required but not set. Example: PII_HASH_KEYS=k1:'],
    ['k1:tooshort', 'PII_HASH_KEYS is wrong: the secret of key k1 has less than 32 characters. Example:'],
  ])('can not be hashed with %s', (keys, reason) => {
    expect(() => readConfig({ ...env, PII_HASH_KEYS: keys })).toThrow(reason);
  });

  it('that no pipeline declares needs no key', () => {
    const url = 'postgres://capture@db/shop';
    expect(refusalOf(JSON.stringify({ pipelines: [shop] }), { SHOP_DATABASE_URL: url })).toBe('accepted');
  });
});

describe('formats and families', () => {
  it('that nobody knows are refused, with what there is', () => {
    const url = { SHOP_DATABASE_URL: 'postgres://capture@db/shop' };
    const wrong = { ...shop, format: { profile: 'connect', 'decimal.handling.mode': 'exact' } };
    expect(refusalOf(JSON.stringify({ pipelines: [wrong] }), url)).toMatch(/format: .*decimal.handling.mode must be/);
    expect(() => readConfig({ ...env, TOPIC_FAMILIES: 'envelope,avro' })).toThrow(
      /TOPIC_FAMILIES is wrong: .*Example: TOPIC_FAMILIES=envelope,rows/,
    );
  });
});

describe('the limits', () => {
  it('leave room for two batches, and for more than one acknowledgement before a takeover', () => {
    const limits = limitsOf(
      readConfig({ ...env, MAX_BATCH_BYTES: '900000', HIGH_WATER_BYTES: '900000', TAKEOVER_AFTER_MS: '1000' }),
    );
    expect(limits.highWaterBytes).toBeGreaterThanOrEqual(1_800_000);
    expect(limits.takeoverAfterMs).toBeGreaterThanOrEqual(limits.acknowledgeEveryMs * 3);
  });
});
