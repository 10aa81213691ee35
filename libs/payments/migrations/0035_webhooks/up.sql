-- Webhooks out: where clients want to hear of their events, what is to be sent there, and what came of each attempt.
CREATE TABLE webhook_endpoints (
  id                         UUID PRIMARY KEY,
  client_id                  UUID NOT NULL REFERENCES api_clients(id),
  url                        TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 2048),
  -- Names of events, or the one name * for all.
  event_types                TEXT[] NOT NULL CHECK (cardinality(event_types) > 0),
  -- As they are and not hashed: each delivery is signed with them.
  secret                     TEXT NOT NULL,
  previous_secret            TEXT,
  -- Until then deliveries carry a signature by each of the two.
  previous_secret_expires_at TIMESTAMPTZ,
  is_enabled                 BOOLEAN NOT NULL DEFAULT true,
  created_at                 TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_endpoints_previous_check
    CHECK ((previous_secret IS NULL) = (previous_secret_expires_at IS NULL))
);
CREATE INDEX idx_webhook_endpoints_client ON webhook_endpoints (client_id);

CREATE TABLE webhook_deliveries (
  id              UUID PRIMARY KEY,
  endpoint_id     UUID NOT NULL REFERENCES webhook_endpoints(id) ON DELETE CASCADE,
  event_id        UUID NOT NULL,
  event_type      TEXT NOT NULL,
  -- The event's bytes as they are signed and sent, the same in each attempt.
  body            TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
  -- Attempts begun. The number of an attempt also tells a worker that was late that another one has taken over.
  attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Failures in a row since the delivery was made or asked for again: what the backoff counts by.
  failures        INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  -- While an attempt is under way, the time at which its worker is taken for dead.
  next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  claimed_until   TIMESTAMPTZ,
  give_up_at      TIMESTAMPTZ NOT NULL,
  -- When the change was committed. Retention goes by it, and so does what is too old to become a delivery: see ADR 0092.
  occurred_at     TIMESTAMPTZ NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  settled_at      TIMESTAMPTZ,
  CONSTRAINT webhook_deliveries_event_key UNIQUE (endpoint_id, event_id),
  CONSTRAINT webhook_deliveries_settled_check CHECK ((status = 'pending') = (settled_at IS NULL))
);
CREATE INDEX idx_webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_attempt_at) WHERE status = 'pending';
CREATE INDEX idx_webhook_deliveries_claimed ON webhook_deliveries (endpoint_id, claimed_until)
  WHERE claimed_until IS NOT NULL;
CREATE INDEX idx_webhook_deliveries_occurred ON webhook_deliveries (occurred_at);

CREATE TABLE webhook_attempts (
  delivery_id   UUID NOT NULL REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
  number        INTEGER NOT NULL CHECK (number > 0),
  started_at    TIMESTAMPTZ NOT NULL,
  duration_ms   INTEGER NOT NULL CHECK (duration_ms >= 0),
  -- HTTP status; NULL when there was no answer, and then error says why.
  status        SMALLINT,
  error         TEXT,
  response_head TEXT NOT NULL DEFAULT '' CHECK (octet_length(response_head) <= 4096),
  PRIMARY KEY (delivery_id, number)
);
