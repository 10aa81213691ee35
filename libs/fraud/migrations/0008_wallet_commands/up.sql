-- What analysts command the payments service to do. A row is the command: capture streams it, nothing else sends it.
CREATE TABLE wallet_command (
  id              UUID PRIMARY KEY,
  -- As on the wire: the record's key.
  command_id      TEXT NOT NULL,
  alert_id        UUID NOT NULL REFERENCES alert (id),
  -- Routes the record, so that a wallet's commands are executed in the order they were given.
  user_id         UUID NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('freeze_wallet', 'unfreeze_wallet')),
  reason          TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  actor           TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
  -- The analyst's Idempotency-Key: the same request again is the same command.
  idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  payload         JSONB NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  UNIQUE (actor, idempotency_key)
);
ALTER TABLE wallet_command REPLICA IDENTITY FULL;
ALTER PUBLICATION fraud_capture ADD TABLE wallet_command;

-- What the payments service answered.
CREATE TABLE wallet_command_result (
  command_id UUID PRIMARY KEY REFERENCES wallet_command (id),
  outcome    TEXT NOT NULL CHECK (outcome IN ('executed', 'refused')),
  code       TEXT,
  wallet_id  UUID,
  decided_at TIMESTAMPTZ NOT NULL,
  CHECK ((outcome = 'refused') = (code IS NOT NULL))
);

-- Both are history.
GRANT SELECT, INSERT ON wallet_command, wallet_command_result TO fraud_service;
GRANT SELECT ON wallet_command TO capture_service;
