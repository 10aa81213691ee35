SELECT 'payments_service may UPDATE ' || name AS fault
FROM unnest(ARRAY['users', 'payments', 'api_clients', 'api_keys', 'idempotency_keys']) AS name
WHERE has_table_privilege('payments_service', name, 'UPDATE');
