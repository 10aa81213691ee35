/** What is compared: equal options on both sides, in three sets. */
import { OWN_OPTIONS, resolveFormat, type FormatOptions } from '@vf/change-capture';
import type { Properties } from '@vf/debezium';

export interface Comparison {
  readonly name: string;
  readonly title: string;
  readonly format: FormatOptions;
  /** Changes of partitioned tables come under the root's name, instead of the leaf's. */
  readonly partitionsByRoot: boolean;
}

const WITHOUT_OWN_FORMS = { 'readable.values': false, 'source.event.id': false };

export const comparisons: readonly Comparison[] = [
  {
    name: 'debezium',
    title: "Debezium's default settings",
    format: resolveFormat('debezium'),
    partitionsByRoot: false,
  },
  {
    name: 'json',
    title: 'the options of our json profile, with transaction metadata',
    // Our own forms are not Debezium's to be compared with.
    format: resolveFormat('json', { ...WITHOUT_OWN_FORMS, 'provide.transaction.metadata': true }),
    partitionsByRoot: true,
  },
  {
    name: 'connect',
    title: 'our connect profile: schemas on, precise decimals',
    format: resolveFormat('connect'),
    partitionsByRoot: false,
  },
];

const ownOptions: ReadonlySet<string> = new Set(OWN_OPTIONS);

/** The same options for Debezium and its converters; ours alone are left out. */
export function debeziumSettings(format: FormatOptions): { worker: Properties; connector: Properties } {
  const all = Object.entries(format)
    .filter(([name]) => !ownOptions.has(name))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)] as const);
  // Connect's JsonConverter has it for keys and values alike.
  const nulls = String(format['value.converter.replace.null.with.default']);
  return {
    worker: {
      ...Object.fromEntries(all.filter(([name]) => name.includes('converter'))),
      'key.converter.replace.null.with.default': nulls,
    },
    connector: Object.fromEntries(all.filter(([name]) => !name.includes('converter'))),
  };
}
