-- The source's ledger rows as they were streamed, each with the commit it belongs to and the record it came in.
CREATE TABLE entry (
  ledger_id      BIGINT PRIMARY KEY,
  wallet_id      UUID NOT NULL,
  -- 1, 2, 3 ... per wallet: the order of its entries, and the proof that none is missing.
  wallet_seq     BIGINT NOT NULL CHECK (wallet_seq > 0),
  payment_id     UUID NOT NULL,
  type           TEXT NOT NULL,
  amount         NUMERIC(15, 2) NOT NULL,
  balance_before NUMERIC(15, 2) NOT NULL,
  balance_after  NUMERIC(15, 2) NOT NULL,
  delta          NUMERIC(15, 2) NOT NULL GENERATED ALWAYS AS (balance_after - balance_before) STORED,
  -- Microseconds since 1970; per wallet never less than the entry before it.
  created_at_us  BIGINT NOT NULL,
  -- Reads take the entries up to a commit. The epoch leads: after a failover of the source lower LSNs come again.
  epoch          BIGINT NOT NULL,
  commit_lsn     PG_LSN NOT NULL,
  event_id       TEXT COLLATE "C" NOT NULL,
  topic          TEXT NOT NULL,
  partition      INTEGER NOT NULL,
  record_offset  BIGINT NOT NULL
);

-- Balances and trial balance read from the index alone.
CREATE UNIQUE INDEX entry_by_wallet ON entry (wallet_id, wallet_seq) INCLUDE (delta, balance_after, epoch, commit_lsn);
-- Where a statement of some days begins and ends.
CREATE INDEX entry_by_wallet_and_time ON entry (wallet_id, created_at_us, wallet_seq);
