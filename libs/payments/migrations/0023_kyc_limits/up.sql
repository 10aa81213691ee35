-- What a user may spend, by how well the user is known. Data, not code: a status and currency without a row has no limit.
CREATE TABLE kyc_limits (
  kyc_status    TEXT NOT NULL CHECK (length(kyc_status) BETWEEN 1 AND 40),
  currency      CHAR(3) NOT NULL,
  -- Of one payment, and of all payments of a calendar day (Africa/Kigali). NULL: not limited in that way.
  payment_limit NUMERIC(15, 2) CHECK (payment_limit >= 0),
  daily_limit   NUMERIC(15, 2) CHECK (daily_limit >= 0),
  updated_at    TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (kyc_status, currency),
  CONSTRAINT kyc_limits_some_check CHECK (payment_limit IS NOT NULL OR daily_limit IS NOT NULL)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON kyc_limits TO app_writer;
GRANT SELECT ON kyc_limits TO app_admin;
GRANT UPDATE (kyc_status) ON users TO app_writer;
