/** How a pipeline is set up. */
import type { Log } from '@vf/platform';
import type { DeadLetterOptions } from '../dead-letter/record-gate.js';
import type { EnvelopeSource } from '../encode/envelope-source.js';
import { profiles, type FormatOptions } from '../encode/format-options.js';
import type { MessageTopic } from '../encode/message-encoder.js';
import { TRANSACTION_PARTITIONS } from '../encode/transaction-log.js';
import type { TablePlan } from '../encode/table-plan.js';
import type { PiiKeys } from '../pii/pii-keys.js';
import type { Broker, Delivery } from '../ports.js';
import type { SourceAddress } from '../source/source-client.js';

export interface CaptureLimits {
  /** Most bytes of one publish. */
  readonly maxBatchBytes: number;
  /** Reading stops above this many queued bytes and goes on below half of it. More than two batches. */
  readonly highWaterBytes: number;
  /** Between heartbeats in the source. */
  readonly heartbeatIntervalMs: number;
  /** How long a slot's holder must be silent before the slot is taken from it. */
  readonly takeoverAfterMs: number;
  /** How long the making of a slot waits, in all, for write transactions that are open in the source. */
  readonly openTransactionWaitMs: number;
  /** In which a stopped pipeline must be repaired by an operator's command, in milliseconds. */
  readonly repairMs: number;
  /** Longest time between two acknowledgements; a third of the server's own limit when that is less. */
  readonly acknowledgeEveryMs: number;
  /** How long the last publish and acknowledgement may take at the end. */
  readonly drainMs: number;
  /** Tables that a snapshot reads at the same time, each on a connection of its own. */
  readonly snapshotTables: number;
  /** Most rows that a snapshot reads at a time; it also holds no more text than a publish. */
  readonly snapshotChunkRows: number;
}

/** A new epoch may have to read the topics for the highest one they hold. */
export const CREATE_SLOT_LIMIT_MS = 120_000;

export const defaultLimits: CaptureLimits = {
  maxBatchBytes: 1024 * 1024,
  highWaterBytes: 4 * 1024 * 1024,
  heartbeatIntervalMs: 10_000,
  takeoverAfterMs: 60_000,
  openTransactionWaitMs: 50_000,
  repairMs: CREATE_SLOT_LIMIT_MS,
  acknowledgeEveryMs: 10_000,
  drainMs: 10_000,
  snapshotTables: 2,
  snapshotChunkRows: 4_096,
};

export interface PipelineOptions {
  /** Key of the pipeline's position and progress records. */
  readonly name: string;
  readonly address: SourceAddress;
  readonly slot: string;
  readonly publication: string;
  /** Whether standbys keep a copy of the slot (PostgreSQL 17); undefined leaves an existing one as it is. */
  readonly failover?: boolean | undefined;
  readonly tables: readonly TablePlan[];
  /** Ends the session when the stream has a table without a plan, instead of leaving its changes out. */
  readonly carriesAll?: boolean;
  readonly source: EnvelopeSource;
  /** Where refused changes go; without it they stop the pipeline. */
  readonly deadLetters?: DeadLetterOptions;
  /** Largest record by topic, in bytes: found out at the session's start. */
  readonly topicLimits?: ReadonlyMap<string, number>;
  /** How changes are written; `profiles.json` when not given. */
  readonly format?: FormatOptions;
  /** Where logical messages go, `<prefix>.message`; they are not carried without it. */
  readonly messages?: MessageTopic;
  /** Where BEGIN and END of transactions go, `<prefix>.transaction`; needed with `provide.transaction.metadata`. */
  readonly transactionTopic?: string;
  /** Keys for the tables' personal data; needed when one of them has a PII plan. */
  readonly piiKeys?: PiiKeys;
  readonly progressTopic: string;
  readonly positionsTopic: string;
  readonly broker: Broker;
  readonly delivery: Delivery;
  readonly limits: CaptureLimits;
  readonly log: Log;
}

export const formatOf = (pipeline: PipelineOptions): FormatOptions => pipeline.format ?? profiles.json;

/** Every topic of changes with its partitions; each once. */
export function changeTopicsOf(pipeline: PipelineOptions): ReadonlyMap<string, number> {
  const { tables, messages, transactionTopic } = pipeline;
  const topics = new Map(tables.map(({ topic, partitions }) => [topic, partitions]));
  if (messages) topics.set(messages.topic, messages.partitions);
  if (transactionTopic !== undefined) topics.set(transactionTopic, TRANSACTION_PARTITIONS);
  return topics;
}
