import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsLocalKafka } from './bootstrap.mjs';
import { javaMajor, requireJava, requireMaven } from './prerequisites.mjs';

test('reads the major version of old and new Java', () => {
  assert.equal(javaMajor('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime'), 17);
  assert.equal(javaMajor('java version "1.8.0_391"'), 8);
  assert.equal(javaMajor('openjdk version "21" 2023-09-19'), 21);
  assert.equal(javaMajor('something else'), undefined);
});

test('says what to install when Java or Maven is missing', async () => {
  const saved = process.env.PATH;
  process.env.PATH = '/nonexistent';
  try {
    await assert.rejects(requireJava(), /Java is not installed.*Java 17 or newer.*KAFKA_BROKERS/);
    await assert.rejects(requireMaven(), /Maven is not installed.*apt-get install maven/);
  } finally {
    process.env.PATH = saved;
  }
});

test('needs Java only when it starts a Kafka itself', () => {
  assert.equal(needsLocalKafka('stack', {}), true);
  assert.equal(needsLocalKafka('stack', { KAFKA_BROKERS: 'a:1' }), false);
  assert.equal(needsLocalKafka('test servers', { KAFKA_BROKERS: 'a:1' }), true);
  assert.equal(needsLocalKafka('test servers', { VF_TEST_POSTGRES_URL: 'x', VF_TEST_KAFKA_BROKERS: 'y' }), false);
  assert.equal(needsLocalKafka('none', {}), false);
});
