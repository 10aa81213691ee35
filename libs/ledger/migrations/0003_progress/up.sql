-- After which commit the stream stood at which offsets. The newest one whose offsets are applied is the cut that reads are
-- taken at; older ones are of no use and go away.
CREATE TABLE progress (
  pipeline        TEXT NOT NULL,
  epoch           BIGINT NOT NULL,
  commit_lsn      PG_LSN NOT NULL,
  committed_at_us BIGINT NOT NULL,
  -- Topic, then partition, to the offset after the last record.
  partitions      JSONB NOT NULL,
  PRIMARY KEY (pipeline, epoch, commit_lsn)
);
CREATE INDEX progress_newest ON progress (epoch DESC, commit_lsn DESC);
