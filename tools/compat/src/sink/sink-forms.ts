/** What the sink makes of some values, as PostgreSQL writes it. Pure; for values that the sink's script has. */
const MAX_FRACTION_DIGITS = 20;
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 1_440;
const HOURS_PER_DAY = 24;
const CLOCK = /^(\d\d):(\d\d)(:\d\d(?:\.\d+)?)([+-])(\d\d)(?::(\d\d))?$/;
const SPAN = /^(?:(\d+) days? )?(-?\d+)(:\d\d:\d\d)(?:\.\d+)?$/;

/** A numeric as the nearest double, without an exponent: `1.50` becomes `1.5`. */
export const asDouble = (numeric: string): string =>
  Number(numeric).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: MAX_FRACTION_DIGITS });

/** `08:09:10.5+02` becomes `06:09:10.5+00`. */
export function asClockInUtc(clock: string): string {
  const [, hour, minute, rest = '', sign, zoneHour, zoneMinute = '0'] = CLOCK.exec(clock) ?? [];
  const zone = (Number(zoneHour) * MINUTES_PER_HOUR + Number(zoneMinute)) * (sign === '-' ? -1 : 1);
  const local = Number(hour) * MINUTES_PER_HOUR + Number(minute);
  const utc = (local - zone + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  return `${twoDigits(Math.floor(utc / MINUTES_PER_HOUR))}:${twoDigits(utc % MINUTES_PER_HOUR)}${rest}+00`;
}

/** `1 day 02:03:04.5` becomes `26:03:04`. */
export function asWholeSeconds(interval: string): string {
  const [, days = '0', hours = '', rest = ''] = SPAN.exec(interval) ?? [];
  if (hours.startsWith('-')) return `${hours}${rest}`;
  return `${twoDigits(Number(days) * HOURS_PER_DAY + Number(hours))}${rest}`;
}

const twoDigits = (value: number) => String(value).padStart(2, '0');
