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

-- Change capture streams the write-ahead log; that is a right of the role, not a grant.
ALTER ROLE capture_service REPLICATION;

COMMENT ON ROLE payments_service IS 'apps/payments: reads and writes database vendorflow';
COMMENT ON ROLE fraud_service IS 'apps/fraud: reads and writes database fraud';
COMMENT ON ROLE projection_service IS 'apps/ledger-projection: reads and writes database ledger_projection';
COMMENT ON ROLE capture_service IS 'apps/cdc-worker: replication, and SELECT on the published tables only';
