/** A replication slot can not be made yet: the server waits with it for write transactions that are open. May pass. */
export class SourceTransactionOpen extends Error {
  override readonly name = 'SourceTransactionOpen';

  constructor(slot: string, options?: ErrorOptions) {
    super(
      `A write transaction is open in the source, and slot ${slot} can be made only when it has ended ` +
        '(pg_stat_activity.xact_start and pg_prepared_xacts show it). Try again then.',
      options,
    );
  }
}
