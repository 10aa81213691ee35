/** What is compared: equal options on both sides, in three sets, each with changes alone and after an initial snapshot. */
import { OWN_OPTIONS, resolveFormat, type FormatOptions } from '@vf/change-capture';
import type { Properties } from '@vf/debezium';
import type { ScriptFolder } from './script.js';

export interface Comparison {
  readonly name: string;
  /** Of our formats: the one that the options are of. */
  readonly profile: string;
  readonly title: string;
  readonly format: FormatOptions;
  /** Changes of partitioned tables come under the root's name, instead of the leaf's. */
  readonly partitionsByRoot: boolean;
  readonly script: ScriptFolder;
  /** Both sides read the rows that are there, each over a slot that it makes itself, before the script is played. */
  readonly snapshot: boolean;
}

type OptionSet = Pick<Comparison, 'profile' | 'title' | 'format' | 'partitionsByRoot'>;

/**
 * Of our snapshots: tables one after the other, as Debezium reads them, or their marks would differ; several chunks of most
 * tables.
 */
export const SNAPSHOT_LIMITS = { snapshotTables: 1, snapshotChunkRows: 3 };

const WITHOUT_OWN_FORMS = { 'readable.values': false, 'source.event.id': false };

const optionSets: readonly OptionSet[] = [
  {
    profile: 'debezium',
    title: "Debezium's default settings",
    format: resolveFormat('debezium'),
    partitionsByRoot: false,
  },
  {
    profile: 'json',
    title: 'the options of our json profile, with transaction metadata',
    // Our own forms are not Debezium's to be compared with.
    format: resolveFormat('json', { ...WITHOUT_OWN_FORMS, 'provide.transaction.metadata': true }),
    partitionsByRoot: true,
  },
  {
    profile: 'connect',
    title: 'our connect profile: schemas on, precise decimals',
    format: resolveFormat('connect'),
    partitionsByRoot: false,
  },
];

export const comparisons: readonly Comparison[] = [
  ...optionSets.map((set): Comparison => ({ ...set, name: set.profile, script: 'script', snapshot: false })),
  ...optionSets.map((set): Comparison => ({
    ...set,
    name: `snapshot-${set.profile}`,
    title: `an initial snapshot with ${set.title}`,
    script: 'snapshot-script',
    snapshot: true,
  })),
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
