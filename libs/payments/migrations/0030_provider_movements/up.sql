-- Money that a provider moves for us: what was asked of it (written before it is asked), and what it called back with.
CREATE TABLE provider_movements (
  -- What the provider knows it by: X-Reference-Id, Idempotency-Key, transaction id. Version 4, as MTN requires.
  id             UUID PRIMARY KEY,
  -- One movement a payment, for ever: the second insert fails, so a payment can not be handed to a provider twice.
  payment_id     UUID NOT NULL UNIQUE REFERENCES payments(id),
  provider       TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('top_up', 'payout')),
  amount         NUMERIC(15, 2) NOT NULL CHECK (amount > 0),
  currency       CHAR(3) NOT NULL,
  -- The customer's number, payment method or account at the provider. NULL: never asked for, since the intent was lost.
  party          TEXT CHECK (length(party) BETWEEN 1 AND 255),
  state          TEXT NOT NULL CHECK (state IN ('submitting', 'not_submitted', 'processing', 'succeeded', 'failed')),
  -- The provider's own id. It posts once: two movements can not claim the same money.
  provider_id    TEXT,
  failure_code   TEXT,
  -- The provider's word for a refusal, for people.
  provider_code  TEXT,
  submitted_at   TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  -- The provider has said that it has it; from then on "not found" proves nothing.
  accepted_at    TIMESTAMPTZ,
  checks         INTEGER NOT NULL DEFAULT 0,
  -- When to look next. Moved ahead by whoever looks, which is also its lease.
  next_check_at  TIMESTAMPTZ NOT NULL,
  -- The payment is settled in the ledger.
  settled_at     TIMESTAMPTZ,
  -- What the provider said after we had settled otherwise. For a person to clear up.
  contradiction  TEXT,
  CONSTRAINT provider_movements_provider_id_key UNIQUE (provider, kind, provider_id),
  CONSTRAINT provider_movements_failure_code_check CHECK ((failure_code IS NOT NULL) = (state = 'failed')),
  CONSTRAINT provider_movements_settled_check CHECK (settled_at IS NULL OR state IN ('succeeded', 'failed'))
);
CREATE INDEX provider_movements_due ON provider_movements (next_check_at) WHERE settled_at IS NULL;
-- Payments in the hands of a provider, for the search of those whose intent was lost.
CREATE INDEX idx_payments_processing ON payments (created_at) WHERE status = 'processing';

CREATE TABLE provider_callbacks (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  provider     TEXT NOT NULL,
  -- The provider's id of the event, or a digest of the body where it gives none.
  event_key    TEXT NOT NULL,
  -- The movement it speaks of, as it says.
  movement_id  UUID NOT NULL,
  -- As it came, byte for byte.
  body         TEXT NOT NULL,
  received_at  TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  -- How often it came.
  deliveries   INTEGER NOT NULL DEFAULT 1,
  handled_at   TIMESTAMPTZ,
  CONSTRAINT provider_callbacks_event_key UNIQUE (provider, event_key)
);
CREATE INDEX provider_callbacks_unhandled ON provider_callbacks (id) WHERE handled_at IS NULL;

GRANT SELECT, INSERT ON provider_movements, provider_callbacks TO payments_service;
-- What was asked never changes; only what became of it.
GRANT UPDATE (state, provider_id, failure_code, provider_code, submitted_at, accepted_at, checks, next_check_at,
              settled_at, contradiction) ON provider_movements TO payments_service;
GRANT UPDATE (deliveries, handled_at) ON provider_callbacks TO payments_service;
