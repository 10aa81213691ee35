-- What entries are shown with. Each comes on a topic of its own, so an entry may be here before its wallet or payment: no
-- foreign keys, reads join what is known.
CREATE TABLE wallet (
  id         UUID PRIMARY KEY,
  user_id    UUID NOT NULL,
  currency   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  -- The commit that was first heard of: lists at a cut leave out wallets that came later.
  epoch      BIGINT NOT NULL,
  commit_lsn PG_LSN NOT NULL
);

CREATE TABLE payment (
  id           UUID PRIMARY KEY,
  reference    TEXT NOT NULL,
  sender_id    UUID NOT NULL,
  recipient_id UUID NOT NULL,
  status       TEXT NOT NULL,
  row_version  BIGINT NOT NULL
);
