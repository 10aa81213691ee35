-- The payments as the windows need them: one row a payment, the newest version that was streamed.
CREATE TABLE payment_window (
  payment_id    UUID PRIMARY KEY,
  -- Never changes, at the source neither: it routes the payment's events and names whose windows it is in.
  sender_id     UUID NOT NULL,
  -- created_at of the payment in microseconds since 1970: windows are cut to the microsecond, and integers add exactly.
  event_time_us BIGINT NOT NULL,
  amount        NUMERIC(15, 2) NOT NULL,
  currency      TEXT NOT NULL,
  -- The source's status, or 'deleted' for a row that is gone there.
  status        TEXT NOT NULL,
  counted       BOOLEAN NOT NULL GENERATED ALWAYS AS (status NOT IN ('failed', 'deleted')) STORED,
  row_version   BIGINT NOT NULL
);

-- All that judging reads comes from this index alone.
CREATE INDEX payment_window_by_sender ON payment_window (sender_id, event_time_us, payment_id)
  INCLUDE (amount, currency) WHERE counted;
