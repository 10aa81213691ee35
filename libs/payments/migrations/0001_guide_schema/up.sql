-- The VendorFlow schema as the platform's domain guide gives it: every object under its own name.
-- What differs from the guide is in the later migrations only, and in docs/adr/0010-schema-deviations.md.
CREATE TYPE user_role AS ENUM ('customer', 'vendor', 'admin');
CREATE TYPE payment_status AS ENUM ('pending', 'processing', 'success', 'failed', 'refunded');
CREATE TYPE tx_type AS ENUM ('debit', 'credit', 'fee', 'refund');

CREATE TABLE users (
  id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  email      TEXT NOT NULL UNIQUE,
  phone      VARCHAR(20) UNIQUE,
  role       user_role NOT NULL DEFAULT 'customer',
  kyc_status TEXT NOT NULL DEFAULT 'pending',
  metadata   JSONB NOT NULL DEFAULT '{}',
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE wallets (
  id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id    UUID NOT NULL UNIQUE REFERENCES users(id),
  balance    NUMERIC(15, 2) NOT NULL DEFAULT 0 CHECK (balance >= 0),
  currency   CHAR(3) NOT NULL DEFAULT 'RWF',
  is_frozen  BOOLEAN NOT NULL DEFAULT false,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE TABLE payments (
  id           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  reference    TEXT NOT NULL UNIQUE,
  sender_id    UUID NOT NULL REFERENCES users(id),
  recipient_id UUID NOT NULL REFERENCES users(id),
  amount       NUMERIC(15, 2) NOT NULL CHECK (amount > 0),
  fee          NUMERIC(10, 2) NOT NULL DEFAULT 0,
  currency     CHAR(3) NOT NULL DEFAULT 'RWF',
  status       payment_status NOT NULL DEFAULT 'pending',
  provider     TEXT NOT NULL,
  metadata     JSONB NOT NULL DEFAULT '{}',
  created_at   TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT chk_different_parties CHECK (sender_id != recipient_id)
);

CREATE TABLE ledger (
  id             BIGSERIAL PRIMARY KEY,
  payment_id     UUID NOT NULL REFERENCES payments(id),
  wallet_id      UUID NOT NULL REFERENCES wallets(id),
  type           tx_type NOT NULL,
  amount         NUMERIC(15, 2) NOT NULL,
  balance_before NUMERIC(15, 2) NOT NULL,
  balance_after  NUMERIC(15, 2) NOT NULL,
  created_at     TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX idx_payments_sender ON payments (sender_id, created_at DESC);
CREATE INDEX idx_payments_recipient ON payments (recipient_id, created_at DESC);
CREATE INDEX idx_payments_status ON payments (status) WHERE status = 'pending';
CREATE INDEX idx_ledger_wallet ON ledger (wallet_id, created_at DESC);
CREATE INDEX idx_payments_metadata ON payments USING GIN (metadata);
