SELECT 'payments_service may not UPDATE users.kyc_status' AS fault
WHERE NOT has_column_privilege('payments_service', 'users', 'kyc_status', 'UPDATE')
UNION ALL
SELECT 'payments_service may UPDATE users.' || name
FROM unnest(ARRAY['client_id', 'role', 'email', 'phone']) AS name
WHERE has_column_privilege('payments_service', 'users', name, 'UPDATE');
