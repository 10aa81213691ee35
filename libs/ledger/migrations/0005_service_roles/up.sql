-- The roles are made by infra/postgres/roles.sql.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO projection_service', current_database());
END
$$;

GRANT USAGE ON SCHEMA public TO projection_service;

-- Entries are only ever added, as at the source.
GRANT SELECT, INSERT ON entry TO projection_service;
GRANT SELECT, INSERT, UPDATE ON wallet, payment, consumer_position TO projection_service;
GRANT SELECT, INSERT, DELETE ON progress TO projection_service;
