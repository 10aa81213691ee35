-- Each service logs in as itself and sees no more than it uses. The roles are made by infra/postgres/roles.sql.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO payments_service, capture_service', current_database());
END
$$;

GRANT USAGE ON SCHEMA public TO payments_service, capture_service;

-- No DELETE anywhere: nothing of the money's history goes away. The ledger can not even be updated.
GRANT SELECT, INSERT, UPDATE ON users, wallets, payments, api_clients, api_keys, idempotency_keys TO payments_service;
GRANT SELECT, INSERT ON ledger TO payments_service;
GRANT USAGE ON SEQUENCE ledger_id_seq TO payments_service;

GRANT SELECT ON wallets, payments, ledger TO capture_service;
