/**
 * Options of Debezium 3.5's PostgreSQL connector that a format does not have, each with the reason and what is there instead.
 * They are refused with it, and docs/debezium-compatibility.md shows them. A `*` stands for any text.
 */
interface Unsupported {
  readonly options: readonly string[];
  readonly reason: string;
}

export const UNSUPPORTED_OPTIONS: readonly Unsupported[] = [
  {
    options: ['database.*', 'connection.validation.timeout.ms', 'query.fetch.size'],
    reason: 'the connection, TLS included, is the URL in the setting that the pipeline’s member database names',
  },
  {
    options: ['topic.prefix', 'slot.name', 'slot.failover', 'publication.name', 'message.key.columns'],
    reason:
      'it is a member of the pipeline and not of its format: topic.prefix, slot, slot.failover, publication, message.key.columns',
  },
  {
    options: ['topic.naming.strategy'],
    reason:
      'it names a Java class; topics are named as by the default one, and a table’s members topic and rows.topic rename single ones',
  },
  {
    options: [
      ...['converters', 'post.processors', 'sourceinfo.struct.maker', 'transaction.metadata.factory'],
      ...['snapshot.mode.custom.name', 'snapshot.query.mode.custom.name', 'snapshot.locking.mode.custom.name'],
    ],
    reason: 'it names Java classes, which can not be loaded here',
  },
  {
    options: ['plugin.name', 'slot.stream.params'],
    reason: 'the stream is always pgoutput with the parameters that capture needs',
  },
  {
    options: [
      ...[
        'schema.include.list',
        'schema.exclude.list',
        'table.include.list',
        'table.exclude.list',
        'table.ignore.builtin',
      ],
      ...['column.include.list', 'column.exclude.list', 'publication.autocreate.mode', 'publish.via.partition.root'],
    ],
    reason:
      'the publication says which tables and columns travel, and partitions by root or by leaf; carry and tables of the pipeline narrow it',
  },
  {
    options: ['replica.identity.autoset.values'],
    reason: 'capture alters no table: set REPLICA IDENTITY in a migration',
  },
  {
    options: ['column.mask.*', 'column.truncate.*'],
    reason: 'personal data travels as keyed hashes, by the member pii of a table; nothing else changes a value',
  },
  {
    options: ['column.propagate.source.type', 'datatype.propagate.source.type', 'include.schema.comments'],
    reason: 'schemas do not tell a column’s type and comment in the source',
  },
  {
    options: ['message.prefix.include.list', 'message.prefix.exclude.list'],
    reason: 'the member messages of the pipeline carries all logical messages or none',
  },
  {
    options: ['snapshot.*', 'incremental.snapshot.*', 'internal.legacy.snapshot.max.threads', 'internal.snapshot.*'],
    reason:
      'a snapshot is taken where a slot is made over rows, and by command; SNAPSHOT_TABLES and SNAPSHOT_CHUNK_ROWS are its settings',
  },
  {
    options: ['signal.*', 'read.only', 'notification.*'],
    reason: 'commands and states go through the admin API and vendorflow capture',
  },
  {
    options: ['heartbeat.*'],
    reason: 'heartbeats are messages in the log, by HEARTBEAT_INTERVAL_MS; they need neither a topic nor a table',
  },
  {
    options: [
      'slot.drop.on.stop',
      'slot.max.retries',
      'slot.retry.delay.ms',
      'errors.*',
      'retriable.restart.connector.wait.ms',
    ],
    reason: 'a slot is kept until a command drops it, and what may pass is tried again without end',
  },
  {
    options: ['event.processing.failure.handling.mode'],
    reason:
      'the members on.oversize and on.unencodable of the pipeline say what happens to a change that can not travel',
  },
  {
    options: [
      ...['max.batch.size', 'max.queue.size', 'max.queue.size.in.bytes', 'poll.interval.ms', 'streaming.delay.ms'],
      ...['executor.shutdown.timeout.ms', 'status.update.interval.ms', 'xmin.fetch.interval.ms'],
    ],
    reason: 'queues are bounded by bytes, and the worker’s own settings pace it (MAX_BATCH_BYTES and others)',
  },
  {
    options: ['flush.lsn.source', 'lsn.flush.*', 'internal.log.position.check.enable'],
    reason:
      'the slot is always told the position that the broker holds, and both are checked against each other at start',
  },
  {
    options: ['schema.refresh.mode'],
    reason: 'the catalogue is read again whenever it disagrees with the stream',
  },
  {
    options: ['custom.metric.tags', 'custom.sanitize.pattern', 'internal.advanced.metrics.enable'],
    reason: 'metrics have the worker’s documented names and labels, and its log shows no setting’s value',
  },
  {
    options: ['openlineage.*', 'guardrail.*'],
    reason: 'there is no such feature',
  },
];

/** Why the option is not there; undefined for one that Debezium does not have. */
export function reasonAgainst(option: string): string | undefined {
  const isMeant = (pattern: string) =>
    pattern.endsWith('*') ? option.startsWith(pattern.slice(0, -1)) : option === pattern;
  return UNSUPPORTED_OPTIONS.find(({ options }) => options.some(isMeant))?.reason;
}
