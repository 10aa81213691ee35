-- Rules are data, in versions that never change: an alert names the version that judged it, for ever.
CREATE TABLE rule (
  id                TEXT NOT NULL,
  version           INTEGER NOT NULL CHECK (version > 0),
  window_ms         BIGINT NOT NULL CHECK (window_ms > 0),
  -- Both limits are passed beyond them, not at them.
  max_count         INTEGER NOT NULL CHECK (max_count > 0),
  max_sum           NUMERIC(15, 2) NOT NULL CHECK (max_sum > 0),
  -- The sum is over payments of this currency; the count over all.
  currency          TEXT NOT NULL,
  -- Senders that move other people's money, so that their velocity says nothing.
  exempt_sender_ids UUID[] NOT NULL,
  created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (id, version)
);

CREATE FUNCTION refuse_change_of_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a rule never changes: insert the next version'
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER rule_versions_are_immutable BEFORE UPDATE OR DELETE ON rule
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_rule();

-- More than 10 payments or more than 5,000,000 RWF within an hour. Exempt are the platform's own accounts: the clearing
-- users of stripe, mtn_momo and airtel, and the platform user.
INSERT INTO rule (id, version, window_ms, max_count, max_sum, currency, exempt_sender_ids)
VALUES ('velocity', 1, 3600000, 10, 5000000.00, 'RWF', ARRAY[
  '00000000-0000-7000-8000-000000000001',
  '00000000-0000-7000-8000-000000000002',
  '00000000-0000-7000-8000-000000000003',
  '00000000-0000-7000-8000-000000000100'
]::uuid[]);
