SELECT 'payments_service may change ' || name AS fault
FROM unnest(ARRAY['id', 'payment_id', 'provider', 'kind', 'amount', 'currency', 'party']) AS name
WHERE has_column_privilege('payments_service', 'provider_movements', name, 'UPDATE')
UNION ALL
SELECT 'capture_service may read ' || name
FROM unnest(ARRAY['provider_movements', 'provider_callbacks']) AS name
WHERE has_table_privilege('capture_service', name, 'SELECT');
