-- What posting needs beside the guide's tables: who calls (clients and their keys), what was asked (idempotency keys),
-- kinds of wallets, holds, versions, and an order of entries per wallet that does not depend on clocks.
CREATE TABLE api_clients (
  id         UUID PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE api_keys (
  id         UUID PRIMARY KEY,
  client_id  UUID NOT NULL REFERENCES api_clients(id),
  -- SHA-256 of the whole key. The key itself has 256 random bits, so a slow hash would add nothing but latency.
  key_hash   BYTEA NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  scopes     TEXT[] NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  expires_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX idx_api_keys_client ON api_keys (client_id);

-- The client that registered the user, and alone may see and debit it. NULL: the platform's own (clearing, platform).
ALTER TABLE users ADD COLUMN client_id UUID REFERENCES api_clients(id);
CREATE INDEX idx_users_client ON users (client_id);

CREATE TYPE wallet_kind AS ENUM ('user', 'platform', 'clearing');
ALTER TABLE wallets
  ADD COLUMN kind        wallet_kind NOT NULL DEFAULT 'user',
  -- Authorised and not yet captured; part of the balance, not of what may be spent.
  ADD COLUMN held        NUMERIC(15, 2) NOT NULL DEFAULT 0,
  -- wallet_seq of the wallet's last ledger entry; 0 when it has none.
  ADD COLUMN ledger_seq  BIGINT NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
  ADD COLUMN row_version BIGINT NOT NULL DEFAULT 1,
  DROP CONSTRAINT wallets_balance_check,
  -- Money from outside comes from a clearing wallet, so that one may go below zero: every posting is double entry.
  ADD CONSTRAINT wallets_balance_check CHECK (balance >= 0 OR kind = 'clearing'),
  ADD CONSTRAINT wallets_held_check CHECK (held >= 0 AND (held <= balance OR kind = 'clearing'));

ALTER TABLE payments
  -- The client that asked for the payment. NULL: the platform itself did.
  ADD COLUMN client_id        UUID REFERENCES api_clients(id),
  ADD COLUMN client_reference TEXT CHECK (length(client_reference) BETWEEN 1 AND 255),
  ADD COLUMN failure_code     TEXT,
  ADD COLUMN row_version      BIGINT NOT NULL DEFAULT 1,
  ADD CONSTRAINT payments_fee_check CHECK (fee >= 0),
  ADD CONSTRAINT payments_failure_code_check CHECK (failure_code IS NULL OR status = 'failed'),
  ADD CONSTRAINT payments_client_reference_owner_check CHECK (client_reference IS NULL OR client_id IS NOT NULL);

-- One order is paid once. A payment that failed does not count, so that the order may be tried again.
CREATE UNIQUE INDEX payments_client_reference_key ON payments (client_id, client_reference)
  WHERE client_reference IS NOT NULL AND status <> 'failed';

ALTER TABLE ledger
  -- 1, 2, 3 ... per wallet without a gap: the order of its entries, and the proof that none is missing.
  ADD COLUMN wallet_seq BIGINT NOT NULL CHECK (wallet_seq > 0),
  ADD CONSTRAINT ledger_wallet_seq_key UNIQUE (wallet_id, wallet_seq),
  -- Amounts are positive; the direction is balance_after - balance_before.
  ADD CONSTRAINT ledger_amount_check CHECK (amount > 0 AND abs(balance_after - balance_before) = amount);
CREATE INDEX idx_ledger_payment ON ledger (payment_id);

CREATE TABLE idempotency_keys (
  client_id     UUID NOT NULL,
  -- The kind of operation. All that creates payments is one kind, so that a retry elsewhere cannot charge twice.
  kind          TEXT NOT NULL,
  key           TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  -- SHA-256 over the canonical form of the request.
  fingerprint   BYTEA NOT NULL CHECK (octet_length(fingerprint) = 32),
  payment_id    UUID NOT NULL REFERENCES payments(id),
  -- What the first request was answered, for every later one with the same key.
  status        SMALLINT NOT NULL CHECK (status BETWEEN 200 AND 499),
  response_body TEXT NOT NULL,
  created_at    TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (client_id, kind, key)
);
