SELECT 'capture_service may read ' || relname AS fault
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege('capture_service', oid, 'SELECT') <> (relname IN ('wallets', 'payments', 'ledger'))
UNION ALL
SELECT 'payments_service may ' || privilege || ' ledger'
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('payments_service', 'ledger', privilege);
