-- The right of another API client to debit one wallet, given by the client that registered its user.
CREATE TABLE wallet_grants (
  id                UUID PRIMARY KEY,
  wallet_id         UUID NOT NULL REFERENCES wallets(id),
  grantor_client_id UUID NOT NULL REFERENCES api_clients(id),
  grantee_client_id UUID NOT NULL REFERENCES api_clients(id),
  -- In the wallet's currency. NULL: not limited in that way.
  total_limit       NUMERIC(15, 2) CHECK (total_limit > 0),
  payment_limit     NUMERIC(15, 2) CHECK (payment_limit > 0),
  -- Debited under this grant so far. Changed by posting alone, under the wallet's lock.
  used              NUMERIC(15, 2) NOT NULL DEFAULT 0 CHECK (used >= 0),
  expires_at        TIMESTAMPTZ,
  revoked_at        TIMESTAMPTZ,
  created_at        TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT wallet_grants_used_check1 CHECK (used <= total_limit),
  CONSTRAINT wallet_grants_parties_check CHECK (grantor_client_id <> grantee_client_id)
);
-- One at a time, so that a payment never has to choose under which it goes.
CREATE UNIQUE INDEX wallet_grants_standing_key ON wallet_grants (wallet_id, grantee_client_id) WHERE revoked_at IS NULL;
CREATE INDEX idx_wallet_grants_grantor ON wallet_grants (grantor_client_id, created_at DESC, id DESC);
CREATE INDEX idx_wallet_grants_grantee ON wallet_grants (grantee_client_id, created_at DESC, id DESC);

CREATE TRIGGER wallet_grants_identity
  BEFORE UPDATE OF id, wallet_id, grantor_client_id, grantee_client_id, total_limit, payment_limit, expires_at, created_at
  ON wallet_grants FOR EACH ROW EXECUTE FUNCTION refuse_change_of_identity('parties, limits and expiry');

GRANT SELECT, INSERT, UPDATE (used, revoked_at) ON wallet_grants TO app_writer;
GRANT SELECT ON wallet_grants TO app_admin;
