import { describe, expect, it } from '@jest/globals';
import { FormatOptionError, profiles, resolveFormat } from './format-options.js';

describe('a format', () => {
  it.each(['json', 'connect', 'debezium'] as const)('is the profile %s when nothing else is set', (profile) => {
    expect(resolveFormat(profile)).toEqual(profiles[profile]);
  });

  it('takes a connector’s own options, texts included', () => {
    const format = resolveFormat('debezium', {
      'decimal.handling.mode': 'double',
      'tombstones.on.delete': 'false',
      'money.fraction.digits': '3',
      'skipped.operations': 'c, u',
      'schemas.enable': true,
    });
    expect(format).toMatchObject({
      'decimal.handling.mode': 'double',
      'tombstones.on.delete': false,
      'money.fraction.digits': 3,
      'skipped.operations': ['c', 'u'],
      'key.converter.schemas.enable': true,
      'value.converter.schemas.enable': true,
    });
  });

  it.each([
    ['xml', {}, /profile "xml": one of json, connect, debezium/],
    [
      'json',
      { 'decimal.mode': 'string' },
      /Unknown format option decimal.mode: the options are decimal.handling.mode,/,
    ],
    [
      'json',
      { 'topic.naming.strategy': 'io.debezium.schema.DefaultTopicNamingStrategy' },
      /topic.naming.strategy is Debezium's and not supported: it names a Java class; topics are named/,
    ],
    ['json', { 'snapshot.mode': 'initial' }, /snapshot.mode is Debezium's and not supported: a snapshot is taken/],
    ['json', { 'column.mask.with.5.chars': 'a.b.c' }, /column.mask.with.5.chars is Debezium's .*keyed hashes/],
    ['json', { 'field.name.adjustment.mode': 'snake' }, /must be one of none, avro, avro_unicode, for example "none"/],
    ['json', { 'decimal.handling.mode': 'exact' }, /must be one of precise, double, string, for example "precise"/],
    ['json', { 'tombstones.on.delete': 'maybe' }, /tombstones.on.delete must be true or false, for example true/],
    ['json', { 'skipped.operations': 'x' }, /skipped.operations must be a list of c, u, d, t, or none/],
    ['json', { 'skipped.operations': 'none,t' }, /names none beside others/],
    ['json', { 'schemas.enable': true }, /readable.values and value.converter.schemas.enable contradict/],
    ['connect', { 'unavailable.value.placeholder': '' }, /must be a text of at least one character/],
  ])('of %s with %j is refused by name', (profile, overrides, message) => {
    expect(() => resolveFormat(profile, overrides)).toThrow(FormatOptionError);
    expect(() => resolveFormat(profile, overrides)).toThrow(message);
  });
});
