SELECT 'published without full identity: ' || published.tablename AS fault
FROM pg_publication_tables AS published
JOIN pg_class ON pg_class.oid = format('%I.%I', published.schemaname, published.tablename)::regclass
WHERE published.pubname = 'vendorflow_capture' AND pg_class.relreplident <> 'f'
UNION ALL
SELECT 'published tables are ' || string_agg(tablename, ', ' ORDER BY tablename)
FROM pg_publication_tables WHERE pubname = 'vendorflow_capture'
HAVING string_agg(tablename, ', ' ORDER BY tablename) IS DISTINCT FROM 'ledger, payments, wallets';
