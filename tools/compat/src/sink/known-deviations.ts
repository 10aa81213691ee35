/** Where the sink, and not the records, makes another value: each with its reason. One that no longer occurs fails. */
import type { Family } from './sink-table.js';
import { asClockInUtc, asDouble, asWholeSeconds } from './sink-forms.js';

export interface KnownDeviation {
  /** `schema.table` of the source. */
  readonly table: string;
  readonly column: string;
  /** Of topics; both without it. */
  readonly family?: Family;
  /** What the sink holds for a value of the source. */
  readonly sinkHas: (source: string) => string | null;
  readonly reason: string;
}

const PLACEHOLDER = '__debezium_unavailable_value';
const NOT_FINITE = ['NaN', 'Infinity', '-Infinity'];

/** Kafka Connect's JSON has such numbers as texts, and its JsonConverter reads a text as 0 where a number is due. */
const notFinite = (column: string): KnownDeviation => ({
  table: 'values.numbers',
  column,
  sinkHas: (source) => (NOT_FINITE.includes(source) ? '0' : source),
  reason: "Kafka Connect's JsonConverter writes NaN and the infinities as texts and reads them back as 0.",
});

export const knownDeviations: readonly KnownDeviation[] = [
  {
    table: 'values.numbers',
    column: 'free',
    sinkHas: asDouble,
    reason: 'For a numeric without a precision the sink makes a column of double precision, which rounds it.',
  },
  notFinite('single'),
  notFinite('double'),
  {
    table: 'values.times',
    column: 'zoned_clock',
    sinkHas: asClockInUtc,
    reason: "Debezium's records hold a time with a zone in UTC: the same time, written with another zone.",
  },
  {
    table: 'values.times',
    column: 'span',
    sinkHas: asWholeSeconds,
    reason: 'An interval is a number of microseconds in the records, of which the sink takes whole seconds.',
  },
  {
    table: 'large.default_identity',
    column: 'body',
    family: 'envelope',
    sinkHas: () => PLACEHOLDER,
    reason:
      'The sink writes the placeholder of a large value that was not sent as if it were the value. REPLICA IDENTITY FULL sends it.',
  },
  {
    table: 'large.default_identity',
    column: 'body',
    family: 'rows',
    sinkHas: () => null,
    reason:
      'The sink writes NULL for a large value that was not sent, which the flat row leaves out. REPLICA IDENTITY FULL sends it.',
  },
  {
    table: 'values.times',
    column: 'day',
    sinkHas: (source) => (source === 'infinity' ? '-infinity' : source),
    reason: "Debezium's stand-in for an infinite date is read by the sink as the other infinity.",
  },
  {
    table: 'values.times',
    column: 'at',
    sinkHas: (source) => (source === 'infinity' ? '294247-01-10 04:00:25.2' : source),
    reason: "Debezium's stand-in for an infinite timestamp without a zone is a time in the year 294247 to the sink.",
  },
];
