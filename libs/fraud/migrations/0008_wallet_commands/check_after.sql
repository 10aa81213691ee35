SELECT 'fraud_capture publishes ' || coalesce(string_agg(tablename, ', ' ORDER BY tablename), 'nothing') AS fault
FROM pg_publication_tables WHERE pubname = 'fraud_capture'
HAVING string_agg(tablename, ', ' ORDER BY tablename) IS DISTINCT FROM 'alert_event, wallet_command'
UNION ALL
SELECT 'capture_service may read ' || relname AS fault
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege('capture_service', oid, 'SELECT') <> (relname IN ('alert_event', 'wallet_command'))
UNION ALL
SELECT 'fraud_service may ' || privilege || ' ' || relation
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege,
  unnest(ARRAY['wallet_command', 'wallet_command_result']) AS relation
WHERE has_table_privilege('fraud_service', relation, privilege);
