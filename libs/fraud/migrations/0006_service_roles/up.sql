-- The roles are made by infra/postgres/roles.sql.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO fraud_service, capture_service', current_database());
END
$$;

GRANT USAGE ON SCHEMA public TO fraud_service, capture_service;

-- No DELETE anywhere: payments, rules and what was told are history.
GRANT SELECT, INSERT, UPDATE ON payment_window, alert, consumer_position TO fraud_service;
GRANT SELECT, INSERT ON alert_event TO fraud_service;
GRANT SELECT ON rule TO fraud_service;

GRANT SELECT ON alert_event TO capture_service;
