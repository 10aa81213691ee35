import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CaptureStop } from '../../capture-stop.js';
import { resolveFormat } from '../format-options.js';
import { compiled, debeziumWith, json, numericModifier } from './encode-value.fixture.js';
import { moneyDigits } from './money.js';

const strings = debeziumWith({ 'decimal.handling.mode': 'string' });
const doubles = debeziumWith({ 'decimal.handling.mode': 'double' });
const fixed = (precision: number, scale: number) => ({ modifier: numericModifier(precision, scale) });

/** The number that a Decimal's bytes stand for. */
function unscaled(base64: string): bigint {
  const bytes = Buffer.from(base64, 'base64');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

describe('numeric', () => {
  it.each([
    ['5000.00', fixed(15, 2), '"5000.00"', '"B6Eg"', '5000.00'],
    ['-0.01', fixed(15, 2), '"-0.01"', '"/w=="', '-0.01'],
    ['1.28', fixed(15, 2), '"1.28"', '"AIA="', '1.28'],
    ['-1.28', fixed(15, 2), '"-1.28"', '"gA=="', '-1.28'],
    ['0', fixed(5, 0), '"0"', '"AA=="', '0'],
    ['12300', fixed(3, -2), '"12300"', '"ew=="', '12300'],
    [
      '123456789012345678901234567890.12',
      fixed(38, 2),
      '"123456789012345678901234567890.12"',
      '"AJvTCjxkWUPdFpCgOhQ="',
      '123456789012345678901234567890.12',
    ],
    ['12.3400', {}, '"12.3400"', '{"scale":2,"value":"BNI="}', '12.3400'],
    ['100', {}, '"100"', '{"scale":0,"value":"ZA=="}', '100'],
    ['0.00', {}, '"0.00"', '{"scale":0,"value":"AA=="}', '0.00'],
  ])('%s of %j', (text, facts, asString, precise, asDouble) => {
    expect(json('numeric', text, 'json', facts)).toBe(asString);
    expect(json('numeric', text, strings, facts)).toBe(asString);
    expect(json('numeric', text, 'debezium', facts)).toBe(precise);
    expect(json('numeric', text, doubles, facts)).toBe(asDouble);
  });

  it.each([
    ['NaN', '"NAN"'],
    ['Infinity', '"POSITIVE_INFINITY"'],
    ['-Infinity', '"NEGATIVE_INFINITY"'],
  ])('%s is %s as a string, itself in json and as a double, and nothing at all in precise', (text, asString) => {
    expect(json('numeric', text, strings)).toBe(asString);
    expect([json('numeric', text, 'json'), json('numeric', text, doubles)]).toEqual([`"${text}"`, `"${text}"`]);
    expect([json('numeric', text, 'debezium'), json('numeric', text, 'debezium', fixed(5, 2))]).toEqual([
      'null',
      'null',
    ]);
    expect(() => json('numeric', text, 'debezium', { notNull: true })).toThrow(CaptureStop);
  });

  it('beyond the largest double is an infinity as a double', () => {
    const large = '9'.repeat(400);
    expect([json('numeric', large, doubles), json('numeric', `-${large}`, doubles)]).toEqual([
      '"Infinity"',
      '"-Infinity"',
    ]);
    expect(JSON.parse(json('numeric', `0.${large}`, doubles))).toBe(1);
  });

  it('goes through precise and back without loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), fc.nat(20), (value, scale) => {
        const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
        const point = digits.length - scale;
        const text = `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? '.' : ''}${digits.slice(point)}`;
        expect(unscaled(JSON.parse(json('numeric', text, 'debezium', fixed(100, scale))) as string)).toBe(value);
      }),
    );
  });

  it('is the shortest bytes there are, also where a double’s digits end', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), (value) => {
        const base64 = JSON.parse(json('numeric', String(value), 'debezium', fixed(38, 0))) as string;
        const bits = (value < 0n ? -value - 1n : value).toString(2).length + 1;
        expect([unscaled(base64), Buffer.from(base64, 'base64').length]).toEqual([value, Math.ceil(bits / 8)]);
      }),
    );
  });

  it('takes precision and scale from a domain', () => {
    expect(compiled('net_price', 'connect')?.schema.parameters).toEqual({
      scale: '2',
      'connect.decimal.precision': '10',
    });
    expect(json('net_price', '1.50', 'debezium')).toBe('"AJY="');
  });
});

describe('money', () => {
  it.each([
    ['$1,234.50', '"1234.50"', '"AeI6"'],
    ['-$0.01', '"-0.01"', '"/w=="'],
    ['1.234,50 €', '"1234.50"', '"AeI6"'],
    ['($5.00)', '"-5.00"', '"/gw="'],
  ])('%s, whatever the locale', (text, asString, precise) => {
    expect(json('money', text, 'json')).toBe(asString);
    expect(json('money', text, 'debezium')).toBe(precise);
    expect(json('money', text, doubles)).toBe(JSON.parse(asString));
  });

  it('has as many digits after the point as the database’s currency', () => {
    expect([moneyDigits('¥1,234', 0), moneyDigits('1.234 JPY', 0), moneyDigits('د.ك 1.234', 3)]).toEqual([
      '1234',
      '1234',
      '1.234',
    ]);
    const three = resolveFormat('debezium', { 'money.fraction.digits': 3 });
    expect(compiled('money', three)?.schema.parameters).toEqual({ scale: '3' });
  });
});
