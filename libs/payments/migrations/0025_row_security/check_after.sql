SELECT relname || ' has no forced row security' AS fault
FROM pg_class
WHERE oid IN ('users'::regclass, 'wallets'::regclass, 'payments'::regclass, 'ledger'::regclass)
  AND NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT tablename || ' lacks policies: ' || count(*) || ' of 5'
FROM pg_policies
WHERE policyname IN ('admin_all', 'posting_all', 'capture_all', 'owner_all', tablename || '_user_isolation')
GROUP BY tablename HAVING count(*) <> 5
UNION ALL
SELECT 'payments_service may not become app_reader' WHERE NOT pg_has_role('payments_service', 'app_reader', 'SET')
UNION ALL
SELECT 'payments_service is not app_writer' WHERE NOT pg_has_role('payments_service', 'app_writer', 'USAGE');
