SELECT 'capture_service may read ' || relname AS fault
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege('capture_service', oid, 'SELECT') <> (relname = 'alert_event')
UNION ALL
SELECT 'fraud_service may ' || privilege || ' alert_event'
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('fraud_service', 'alert_event', privilege);
