/** interval (IntervalStyle postgres), in the two modes of `interval.handling.mode`. */
import { named } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import { byText, type ColumnForm } from './column-form.js';

interface Interval {
  years: number;
  months: number;
  days: number;
  hours: number;
  minutes: number;
  /** Seconds and fraction, signed, in microseconds. */
  us: number;
}

const UNIT = /(-?\+?\d+) (year|mon|day)/g;
const CLOCK = /(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/;
const US_PER_SECOND = 1_000_000;
const MICRO_DIGITS = 6;
/** Debezium's month: a twelfth of a Julian year. */
const DAYS_PER_MONTH = 365.25 / 12;
const LARGEST = '9223372036854775807';
const SMALLEST = '-9223372036854775808';

function parse(text: string): Interval {
  const interval: Interval = { years: 0, months: 0, days: 0, hours: 0, minutes: 0, us: 0 };
  const units = { year: 'years', mon: 'months', day: 'days' } as const;
  for (const [, amount, unit] of text.matchAll(UNIT)) interval[units[unit as keyof typeof units]] = Number(amount);
  const clock = CLOCK.exec(text);
  if (clock) {
    const [, minus, hours, minutes, seconds, fraction = ''] = clock;
    const sign = minus === '' ? 1 : -1;
    interval.hours = sign * Number(hours);
    interval.minutes = sign * Number(minutes);
    interval.us = sign * (Number(seconds) * US_PER_SECOND + Number(fraction.padEnd(MICRO_DIGITS, '0')));
  }
  return interval;
}

/** In doubles and cut, as Debezium counts: lossy from about a century on, where months are estimates anyway. */
function microsecondsOf(text: string): string {
  if (text === 'infinity') return LARGEST;
  if (text === '-infinity') return SMALLEST;
  const { years, months, days, hours, minutes, us } = parse(text);
  const numberOfDays = (years * 12 + months) * DAYS_PER_MONTH + days;
  const seconds = ((numberOfDays * 24 + hours) * 60 + minutes) * 60 + us / US_PER_SECOND;
  const total = Math.trunc(seconds * 1e6);
  if (Math.abs(total) < 2 ** 63) return String(BigInt(total));
  return total > 0 ? LARGEST : SMALLEST;
}

function isoOf(text: string): string {
  if (text.endsWith('infinity')) return `"${text}"`;
  const { years, months, days, hours, minutes, us } = parse(text);
  const whole = Math.trunc(us / US_PER_SECOND);
  const fraction = String(Math.abs(us % US_PER_SECOND))
    .padStart(MICRO_DIGITS, '0')
    .replace(/0+$/, '');
  const sign = us < 0 ? '-' : '';
  const seconds = `${sign}${String(Math.abs(whole))}${fraction === '' ? '' : `.${fraction}`}`;
  // Minus zero prints as zero.
  const [y, mo, d, h, mi] = [years, months, days, hours, minutes].map((value) => String(value + 0));
  return `"P${y ?? ''}Y${mo ?? ''}M${d ?? ''}DT${h ?? ''}H${mi ?? ''}M${seconds}S"`;
}

export function intervalForm(format: FormatOptions): ColumnForm {
  const unavailable = 'null';
  if (format['interval.handling.mode'] === 'string') {
    const schema = named('string', 'io.debezium.time.Interval');
    return { encode: byText(isoOf), schema, filler: '"P0Y0M0DT0H0M0S"', unavailable };
  }
  return {
    encode: byText(microsecondsOf),
    schema: named('int64', 'io.debezium.time.MicroDuration'),
    filler: '0',
    unavailable,
  };
}
