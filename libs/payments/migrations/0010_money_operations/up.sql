-- Fees, holds, refunds, checkouts and freezes (docs/posting.md). Plain payments keep their columns and statements: what is
-- new has defaults, or a table of its own.

-- What clients pay on each payment, in hundredths of a per cent. Set by the operator; a client that could name its own fee
-- would name zero.
ALTER TABLE api_clients
  ADD COLUMN fee_basis_points INTEGER NOT NULL DEFAULT 0 CHECK (fee_basis_points BETWEEN 0 AND 5000);

CREATE TABLE checkouts (
  id               UUID PRIMARY KEY,
  client_id        UUID NOT NULL REFERENCES api_clients(id),
  client_reference TEXT CHECK (length(client_reference) BETWEEN 1 AND 255),
  sender_id        UUID NOT NULL REFERENCES users(id),
  sender_wallet_id UUID NOT NULL REFERENCES wallets(id),
  amount           NUMERIC(15, 2) NOT NULL CHECK (amount > 0),
  fee              NUMERIC(15, 2) NOT NULL DEFAULT 0 CHECK (fee >= 0),
  fee_bearer       TEXT NOT NULL CHECK (fee_bearer IN ('recipient', 'sender')),
  currency         CHAR(3) NOT NULL,
  status           TEXT NOT NULL CHECK (status IN ('success', 'failed')),
  failure_code     TEXT,
  provider         TEXT NOT NULL,
  metadata         JSONB NOT NULL DEFAULT '{}',
  created_at       TIMESTAMPTZ NOT NULL,
  CONSTRAINT checkouts_failure_code_check CHECK ((failure_code IS NOT NULL) = (status = 'failed'))
);

ALTER TABLE payments
  ADD COLUMN fee_bearer      TEXT NOT NULL DEFAULT 'recipient' CHECK (fee_bearer IN ('recipient', 'sender')),
  -- The platform's wallet that takes the fee: one shard of several, kept here so that their number may change. The fee's
  -- ledger row has the foreign key.
  ADD COLUMN fee_wallet_id   UUID,
  ADD COLUMN refunded_amount NUMERIC(15, 2) NOT NULL DEFAULT 0,
  ADD COLUMN fee_refunded    NUMERIC(10, 2) NOT NULL DEFAULT 0,
  ADD COLUMN checkout_id     UUID REFERENCES checkouts(id),
  ADD CONSTRAINT payments_refunded_check CHECK (refunded_amount BETWEEN 0 AND amount AND fee_refunded BETWEEN 0 AND fee),
  ADD CONSTRAINT payments_refunded_status_check
    CHECK (CASE WHEN status = 'success' THEN refunded_amount < amount ELSE status = 'refunded' OR refunded_amount = 0 END);
CREATE INDEX idx_payments_checkout ON payments (checkout_id) WHERE checkout_id IS NOT NULL;

CREATE TRIGGER payments_terms BEFORE UPDATE OF fee_bearer, fee_wallet_id, checkout_id ON payments
  FOR EACH ROW WHEN ((OLD.fee_bearer, OLD.fee_wallet_id, OLD.checkout_id)
    IS DISTINCT FROM (NEW.fee_bearer, NEW.fee_wallet_id, NEW.checkout_id))
  EXECUTE FUNCTION refuse_change_of_identity('fee_bearer, fee_wallet_id and checkout');

CREATE TYPE hold_state AS ENUM ('open', 'captured', 'voided', 'expired');
CREATE TABLE holds (
  payment_id        UUID PRIMARY KEY REFERENCES payments(id),
  wallet_id         UUID NOT NULL REFERENCES wallets(id),
  authorized_amount NUMERIC(15, 2) NOT NULL CHECK (authorized_amount > 0),
  -- What the wallet holds for it while it is open: with the fee, when the sender bears it.
  held_amount       NUMERIC(15, 2) NOT NULL CHECK (held_amount >= authorized_amount),
  captured_amount   NUMERIC(15, 2) NOT NULL DEFAULT 0,
  fee_basis_points  INTEGER NOT NULL CHECK (fee_basis_points BETWEEN 0 AND 5000),
  -- NULL for a payout: its provider ends it.
  expires_at        TIMESTAMPTZ,
  state             hold_state NOT NULL DEFAULT 'open',
  CONSTRAINT holds_captured_check
    CHECK (captured_amount BETWEEN 0 AND authorized_amount AND (captured_amount > 0) = (state = 'captured'))
);
CREATE INDEX idx_holds_due ON holds (expires_at) WHERE state = 'open' AND expires_at IS NOT NULL;

-- A hold ends once, whoever writes.
CREATE FUNCTION refuse_change_of_ended_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the hold of payment % has ended and never changes again', OLD.payment_id
    USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER holds_end_once BEFORE UPDATE ON holds
  FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change_of_ended_hold();

CREATE TABLE refunds (
  id           UUID PRIMARY KEY,
  payment_id   UUID NOT NULL REFERENCES payments(id),
  client_id    UUID NOT NULL REFERENCES api_clients(id),
  amount       NUMERIC(15, 2) NOT NULL CHECK (amount > 0),
  fee_returned NUMERIC(10, 2) NOT NULL DEFAULT 0 CHECK (fee_returned >= 0),
  currency     CHAR(3) NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('success', 'failed')),
  failure_code TEXT,
  reason       TEXT,
  metadata     JSONB NOT NULL DEFAULT '{}',
  created_at   TIMESTAMPTZ NOT NULL,
  CONSTRAINT refunds_failure_code_check CHECK ((failure_code IS NOT NULL) = (status = 'failed'))
);
CREATE INDEX idx_refunds_payment ON refunds (payment_id, created_at);

-- Who froze or unfroze a wallet, when and why. The state itself is wallets.is_frozen.
CREATE TABLE wallet_freezes (
  id         UUID PRIMARY KEY,
  wallet_id  UUID NOT NULL REFERENCES wallets(id),
  client_id  UUID NOT NULL REFERENCES api_clients(id),
  frozen     BOOLEAN NOT NULL,
  reason     TEXT NOT NULL,
  actor      TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX idx_wallet_freezes_wallet ON wallet_freezes (wallet_id, created_at);

-- A key may have been taken by something else than one payment: made_id names the checkout, refund or operation. NULL is
-- the payment itself, as plain payments write it.
ALTER TABLE idempotency_keys
  ALTER COLUMN payment_id DROP NOT NULL,
  ADD COLUMN made_id UUID,
  ADD CONSTRAINT idempotency_keys_made_check CHECK (payment_id IS NOT NULL OR made_id IS NOT NULL);

GRANT SELECT, INSERT ON checkouts, refunds, wallet_freezes, holds TO payments_service;
GRANT UPDATE (state, captured_amount) ON holds TO payments_service;
-- What a capture, void, refund or settlement changes, and nothing that was agreed.
GRANT UPDATE (amount, fee, status, failure_code, refunded_amount, fee_refunded) ON payments TO payments_service;

-- History, as the ledger is.
CREATE TRIGGER refunds_append_only BEFORE UPDATE OR DELETE ON refunds
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER wallet_freezes_append_only BEFORE UPDATE OR DELETE ON wallet_freezes
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
