#!/usr/bin/env bash
# Run once by the PostgreSQL image on an empty data directory: the roles, their passwords, and the databases.
set -euo pipefail

admin() { psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres "$@"; }

admin --file /vendorflow/roles.sql
# Passwords travel as psql variables, quoted by psql itself, so that no character in them can end the statement.
admin --set payments="$PAYMENTS_DB_PASSWORD" --set fraud="$FRAUD_DB_PASSWORD" \
  --set projection="$PROJECTION_DB_PASSWORD" --set capture="$CAPTURE_DB_PASSWORD" <<'SQL'
ALTER ROLE payments_service PASSWORD :'payments';
ALTER ROLE fraud_service PASSWORD :'fraud';
ALTER ROLE projection_service PASSWORD :'projection';
ALTER ROLE capture_service PASSWORD :'capture';
SQL
{ cat /vendorflow/databases.sql; echo '\gexec'; } | admin
