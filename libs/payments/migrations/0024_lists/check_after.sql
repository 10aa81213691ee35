SELECT 'missing: ' || expected AS fault
FROM unnest(ARRAY['idx_payments_client', 'idx_payments_failed_reference', 'idx_users_client']) AS expected
WHERE to_regclass(expected) IS NULL;
