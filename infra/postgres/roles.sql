-- The login roles of the services, one each, cluster-wide. Safe to run any number of times.
-- Passwords are not set here: whoever runs this file sets them (the local launcher generates its own).
DO $$
DECLARE
  service text;
BEGIN
  FOREACH service IN ARRAY ARRAY['payments_service', 'fraud_service', 'projection_service', 'capture_service'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', service);
    END IF;
  END LOOP;
END
$$;

-- Change capture streams the write-ahead log; that is a right of the role, not a grant. It copies whole tables, so row
-- security must not thin what it reads: it bypasses it, and its connections set row_security = off, which turns a role
-- that has lost this right into an error instead of fewer rows.
ALTER ROLE capture_service REPLICATION BYPASSRLS;

-- The groups of the platform's domain guide, and its two logins. What each may do is granted by the migrations.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['app_reader', 'app_writer', 'app_admin'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vendorflow_app') THEN
    CREATE ROLE vendorflow_app LOGIN CONNECTION LIMIT 50;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'analytics_user') THEN
    CREATE ROLE analytics_user LOGIN CONNECTION LIMIT 10;
    -- A year from now; whoever still needs it then says so again.
    EXECUTE format('ALTER ROLE analytics_user VALID UNTIL %L', now() + interval '1 year');
  END IF;
END
$$;
GRANT app_reader TO vendorflow_app, analytics_user;
-- The payments service writes as app_writer, and becomes app_reader for what one customer reads.
GRANT app_writer TO payments_service WITH INHERIT TRUE, SET FALSE;
GRANT app_reader TO payments_service WITH INHERIT FALSE, SET TRUE;
-- People and their tools: nothing may run or wait for ever, and analysts do not write.
ALTER ROLE vendorflow_app SET statement_timeout = '10s';
ALTER ROLE vendorflow_app SET lock_timeout = '2s';
ALTER ROLE vendorflow_app SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE analytics_user SET statement_timeout = '5min';
ALTER ROLE analytics_user SET lock_timeout = '2s';
ALTER ROLE analytics_user SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE analytics_user SET default_transaction_read_only = on;

COMMENT ON ROLE payments_service IS 'apps/payments: reads and writes database vendorflow';
COMMENT ON ROLE fraud_service IS 'apps/fraud: reads and writes database fraud';
COMMENT ON ROLE projection_service IS 'apps/ledger-projection: reads and writes database ledger_projection';
COMMENT ON ROLE capture_service IS 'apps/cdc-worker: replication, and SELECT on the published tables only';
COMMENT ON ROLE app_reader IS 'group: reads the rows of the user that app.current_user_id names, and no others';
COMMENT ON ROLE app_writer IS 'group: what the payments service writes';
COMMENT ON ROLE app_admin IS 'group: operators; sees every row, revokes keys';
COMMENT ON ROLE vendorflow_app IS 'login for a customer-facing application; app_reader';
COMMENT ON ROLE analytics_user IS 'login for analysts, expires; sees money, not people';
