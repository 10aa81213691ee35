-- Alerts as they are now, one row for every id that was ever told.
CREATE TABLE alert (
  id                 UUID PRIMARY KEY,
  rule_id            TEXT NOT NULL,
  rule_version       INTEGER NOT NULL,
  sender_id          UUID NOT NULL,
  -- open: the canonical alert of an episode. merged: an alias of the one it names. retracted: nothing breaches any more.
  state              TEXT NOT NULL CHECK (state IN ('open', 'merged', 'retracted')),
  merged_into        UUID REFERENCES alert (id),
  revision           INTEGER NOT NULL CHECK (revision > 0),
  first_us           BIGINT NOT NULL,
  first_payment_id   UUID NOT NULL,
  last_us            BIGINT NOT NULL,
  last_payment_id    UUID NOT NULL,
  breaching_payments INTEGER NOT NULL,
  window_payments    INTEGER NOT NULL,
  peak_count         INTEGER NOT NULL,
  peak_count_at_us   BIGINT NOT NULL,
  peak_sum           NUMERIC NOT NULL,
  peak_sum_at_us     BIGINT NOT NULL,
  listed_payment_ids UUID[] NOT NULL,
  detected_at        TIMESTAMPTZ NOT NULL,
  -- What was told last, as the API shows it.
  payload            JSONB NOT NULL,
  FOREIGN KEY (rule_id, rule_version) REFERENCES rule (id, version),
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CHECK (merged_into <> id),
  CHECK (first_us <= last_us)
);
CREATE INDEX alert_open_by_sender ON alert (sender_id, rule_id, rule_version, last_us) WHERE state = 'open';
CREATE INDEX alert_newest ON alert (detected_at DESC, id DESC);
CREATE INDEX alert_of_sender ON alert (sender_id, detected_at DESC, id DESC);

-- What was told, in order: capture streams it to the alerts topic. Only ever appended to.
CREATE TABLE alert_event (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- As on the wire: the record's key.
  alert_id   TEXT NOT NULL,
  -- Routes the record, so that a sender's alerts keep their order.
  sender_id  UUID NOT NULL,
  payload    JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
