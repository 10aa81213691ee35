SELECT 'payments_service may not ' || privilege || ' wallet_grants' AS fault
FROM unnest(ARRAY['SELECT', 'INSERT']) AS privilege
WHERE NOT has_table_privilege('payments_service', 'wallet_grants', privilege)
UNION ALL
SELECT 'payments_service may change ' || name || ' of wallet_grants'
FROM unnest(ARRAY['wallet_id', 'grantee_client_id', 'total_limit', 'payment_limit', 'expires_at']) AS name
WHERE has_column_privilege('payments_service', 'wallet_grants', name, 'UPDATE');
