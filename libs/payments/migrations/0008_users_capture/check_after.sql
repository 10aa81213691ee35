SELECT published.tablename || ' is published without full identity, right to read, or guard against truncation' AS fault
FROM pg_publication_tables AS published
JOIN pg_class ON pg_class.oid = format('%I.%I', published.schemaname, published.tablename)::regclass
WHERE published.pubname = 'vendorflow_capture'
  AND (pg_class.relreplident <> 'f'
    OR NOT has_table_privilege('capture_service', pg_class.oid, 'SELECT')
    OR NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgtype & 32 = 32))
UNION ALL
SELECT 'published tables are ' || string_agg(tablename, ', ' ORDER BY tablename)
FROM pg_publication_tables WHERE pubname = 'vendorflow_capture'
HAVING string_agg(tablename, ', ' ORDER BY tablename) IS DISTINCT FROM 'ledger, payments, users, wallets'
UNION ALL
SELECT 'capture_service may read ' || relname
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege('capture_service', oid, 'SELECT')
  AND relname NOT IN ('ledger', 'payments', 'users', 'wallets');
