-- Answers with the statements that make the databases and say who may connect; safe to run any number of times.
-- CREATE DATABASE cannot be conditional or run inside a block, so whoever runs this file runs its answer, row by row
-- (psql does so with \gexec). Run roles.sql first.
WITH access (database, service) AS (
  VALUES
    ('vendorflow', 'payments_service'),
    ('vendorflow', 'capture_service'),
    ('fraud', 'fraud_service'),
    ('fraud', 'capture_service'),
    ('ledger_projection', 'projection_service')
),
statements (step, statement) AS (
  SELECT DISTINCT 1, format('CREATE DATABASE %I', database)
  FROM access
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = access.database)
  UNION ALL
  SELECT DISTINCT 2, format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', database) FROM access
  UNION ALL
  SELECT 3, format('GRANT CONNECT ON DATABASE %I TO %I', database, service) FROM access
)
SELECT statement FROM statements ORDER BY step, statement
