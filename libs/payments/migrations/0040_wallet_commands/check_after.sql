SELECT 'published tables are ' || string_agg(tablename, ', ' ORDER BY tablename) AS fault
FROM pg_publication_tables WHERE pubname = 'vendorflow_capture'
HAVING string_agg(tablename, ', ' ORDER BY tablename)
  IS DISTINCT FROM 'ledger, payments, users, wallet_command_result, wallets'
UNION ALL
SELECT 'payments_service may ' || privilege || ' wallet_command_result'
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('payments_service', 'wallet_command_result', privilege);
