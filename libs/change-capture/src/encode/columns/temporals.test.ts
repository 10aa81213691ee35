import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { debeziumWith, json } from './encode-value.fixture.js';

const modes = [
  'adaptive',
  'adaptive_time_microseconds',
  'connect',
  'isostring',
  'microseconds',
  'nanoseconds',
] as const;
const inMode = (mode: string) => debeziumWith({ 'time.precision.mode': mode });

/** The value in json, and then in each of the modes. */
const everyWay = (type: string, text: string, modifier = -1) => [
  json(type, text, 'json', { modifier }),
  ...modes.map((mode) => json(type, text, inMode(mode), { modifier })),
];

const same = (count: number, value: string) => Array<string>(count).fill(value);

describe('date', () => {
  it.each([
    ['2026-11-24', '"2026-11-24"', '20781', '"2026-11-24Z"'],
    ['1969-12-31', '"1969-12-31"', '-1', '"1969-12-31Z"'],
    ['0044-03-15 BC', '"-0043-03-15"', '-735160', '"-0043-03-15Z"'],
    ['4714-11-24 BC', '"-4713-11-24"', '-2440588', '"-4713-11-24Z"'],
    ['12026-01-02', '"+12026-01-02"', '3672880', '"+12026-01-02Z"'],
    ['infinity', '"infinity"', '-2147472692', '"-5877611-06-21Z"'],
    ['-infinity', '"-infinity"', '-2147472691', '"-5877611-06-22Z"'],
  ])('%s', (text, readable, days, iso) => {
    expect(everyWay('date', text)).toEqual([readable, ...same(3, days), iso, ...same(2, days)]);
  });

  it('counts days as JavaScript’s calendar does', () => {
    const within = { min: new Date('-004713-11-24'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(within), (date) => {
        const days = Math.floor(date.getTime() / 86_400_000);
        const year = date.getUTCFullYear();
        const monthAndDay = date.toISOString().slice(-20, -14);
        const written = String(year > 0 ? year : 1 - year).padStart(4, '0');
        const text = `${written}${monthAndDay}${year > 0 ? '' : ' BC'}`;
        expect(json('date', text, 'debezium')).toBe(String(days));
      }),
    );
  });
});

describe('time', () => {
  it.each([
    ['10:00:00.12', '"10:00:00.120000"', '36000120000', '"10:00:00.12Z"'],
    ['00:00:00', '"00:00:00.000000"', '0', '"00:00:00Z"'],
    ['24:00:00', '"24:00:00.000000"', '86400000000', '"00:00:00Z"'],
    ['23:59:59.999999', '"23:59:59.999999"', '86399999999', '"23:59:59.999999Z"'],
  ])('%s', (text, readable, us, iso) => {
    const [ms, ns] = [String(Math.floor(Number(us) / 1_000)), String(Number(us) * 1_000)];
    expect(everyWay('time', text)).toEqual([readable, us, us, ms, iso, us, ns]);
  });

  it('of up to three digits is in milliseconds in adaptive mode', () => {
    expect(json('time', '10:00:00.12', 'debezium', { modifier: 3 })).toBe('36000120');
    expect(json('time', '10:00:00.12', 'debezium', { modifier: 4 })).toBe('36000120000');
  });

  it.each([
    ['10:00:00.5+02', '"08:00:00.5Z"', '"08:00:00.500000Z"'],
    ['00:30:00+05:30', '"19:00:00Z"', '"19:00:00.000000Z"'],
    ['23:00:00-02:00:30', '"01:00:30Z"', '"01:00:30.000000Z"'],
    ['12:00:00+00', '"12:00:00Z"', '"12:00:00.000000Z"'],
  ])('with zone %s is %s in UTC', (text, shortest, readable) => {
    expect(everyWay('timetz', text)).toEqual([readable, ...same(6, shortest)]);
  });
});

describe('timestamp', () => {
  it.each([
    ['2026-11-24 10:00:00.12', '"2026-11-24T10:00:00.120000Z"', '1795514400120000', '"2026-11-24T10:00:00.12Z"'],
    ['2026-11-24 10:00:00', '"2026-11-24T10:00:00.000000Z"', '1795514400000000', '"2026-11-24T10:00:00Z"'],
    ['1969-12-31 23:59:59.123456', '"1969-12-31T23:59:59.123456Z"', '-876544', '"1969-12-31T23:59:59.123456Z"'],
  ])('%s', (text, readable, us, iso) => {
    const ms = String(Math.floor(Number(us) / 1_000));
    expect(everyWay('timestamp', text)).toEqual([readable, us, us, ms, iso, us, `${us}000`]);
  });

  // Nanoseconds outside of 1677 to 2262 do not fit, and wrap around as Java's do.
  it.each([
    ['4713-01-01 00:00:00 BC', '"-4712-01-01T00:00:00.000000Z"', '-210863520000000000', '-7949335189194932224'],
    ['0001-03-01 10:00:00 BC', '"0000-03-01T10:00:00.000000Z"', '-62161999200000000', '-6821766978871345152'],
    ['294246-12-31 23:59:59.999999', '"+294246-12-31T23:59:59.999999Z"', '9223371244799999999', '-792054775809000'],
    ['infinity', '"infinity"', '9223372036825200000', '-29575808000'],
    ['-infinity', '"-infinity"', '-9223372036832400000', '22375808000'],
  ])('%s', (text, readable, us, ns) => {
    expect(json('timestamp', text, 'json')).toBe(readable);
    expect(json('timestamp', text, 'debezium')).toBe(us);
    expect(json('timestamp', text, inMode('nanoseconds'))).toBe(ns);
    expect(json('timestamp', text, 'debezium', { modifier: 3 })).toBe(
      String(BigInt(us) / 1_000n - (BigInt(us) % 1_000n < 0n ? 1n : 0n)),
    );
  });

  // The last that fit are in January 294247; PostgreSQL's calendar ends with the year 294276.
  it.each([
    ['294247-01-10 04:00:54.775807', '9223372036854775807', '-1000'],
    ['294247-01-10 04:00:54.775808', '9223372036854775807', '0'],
    ['294276-12-31 23:59:59.999999', '9223372036854775807', '945979145224191000'],
  ])('%s: microseconds stay at the end of 64 bits, nanoseconds wrap around', (text, us, ns) => {
    expect(json('timestamp', text, inMode('microseconds'))).toBe(us);
    expect(json('timestamp', text, 'debezium')).toBe(us);
    expect(json('timestamp', text, inMode('nanoseconds'))).toBe(ns);
    expect(json('timestamp', text, 'json')).toBe(`"+${text.replace(' ', 'T')}Z"`);
  });

  it('infinity is a date of its own in isostring', () => {
    expect(json('timestamp', 'infinity', inMode('isostring'))).toBe('"+294247-01-10T04:00:25.2Z"');
    expect(json('timestamp', '-infinity', inMode('isostring'))).toBe('"-290308-12-21T19:59:27.6Z"');
  });
});

describe('timestamptz is a string in every mode', () => {
  it.each([
    ['2026-11-24 10:00:00.12+00', -1, '"2026-11-24T10:00:00.120000Z"'],
    ['2026-11-24 10:00:00+00', -1, '"2026-11-24T10:00:00.000000Z"'],
    ['2026-11-24 10:00:00.123456+00', -1, '"2026-11-24T10:00:00.123456Z"'],
    ['infinity', -1, '"infinity"'],
    ['-infinity', -1, '"-infinity"'],
    ['0044-03-15 00:00:00+00 BC', -1, '"-0043-03-15T00:00:00.000000Z"'],
    ['4714-11-24 00:00:00.5+00 BC', -1, '"-4713-11-24T00:00:00.500000Z"'],
    ['10000-01-01 00:00:00+00', -1, '"+10000-01-01T00:00:00.000000Z"'],
  ])('%s', (text, modifier, expected) => {
    expect(everyWay('timestamptz', text, modifier)).toEqual(same(7, expected));
  });

  it('with the digits the column keeps, and six in json', () => {
    const of = (modifier: number) => json('timestamptz', '2026-11-24 10:00:00.1+00', 'debezium', { modifier });
    expect([of(3), of(1), json('timestamptz', '2026-11-24 10:00:00+00', 'debezium', { modifier: 0 })]).toEqual([
      '"2026-11-24T10:00:00.100Z"',
      '"2026-11-24T10:00:00.1Z"',
      '"2026-11-24T10:00:00Z"',
    ]);
    expect(json('timestamptz', '2026-11-24 10:00:00.1+00', 'json', { modifier: 3 })).toBe(
      '"2026-11-24T10:00:00.100000Z"',
    );
  });

  it('orders as texts as it orders as times, in json', () => {
    const us = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
    const textOf = (value: number) => {
      const [seconds, fraction] = [Math.floor(value / 1_000_000), value % 1_000_000];
      const clock = new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');
      const digits = String(fraction).padStart(6, '0').replace(/0+$/, '');
      return json('timestamptz', `${clock}${digits === '' ? '' : `.${digits}`}+00`, 'json');
    };
    fc.assert(fc.property(us, us, (a, b) => expect(textOf(a) < textOf(b)).toBe(a < b)));
  });
});

describe('interval', () => {
  const numeric = (text: string) => json('interval', text, 'debezium');
  const iso = (text: string) => json('interval', text, 'json');

  it.each([
    ['1 year 2 mons -3 days 04:05:06.789', '36572706789000', '"P1Y2M-3DT4H5M6.789S"'],
    ['-1 years -2 mons +3 days -04:05:06.000001', '-36572706000001', '"P-1Y-2M3DT-4H-5M-6.000001S"'],
    ['00:00:00', '0', '"P0Y0M0DT0H0M0S"'],
    ['178000000 years', '9223372036854775807', '"P178000000Y0M0DT0H0M0S"'],
    ['1 mon', '2629800000000', '"P0Y1M0DT0H0M0S"'],
    ['-00:00:00.5', '-500000', '"P0Y0M0DT0H0M-0.5S"'],
    ['infinity', '9223372036854775807', '"infinity"'],
    ['-infinity', '-9223372036854775808', '"-infinity"'],
  ])('%s', (text, us, expected) => {
    expect([numeric(text), iso(text)]).toEqual([us, expected]);
  });
});
