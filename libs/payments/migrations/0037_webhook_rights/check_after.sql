SELECT 'capture_service may read ' || relname AS fault
FROM pg_class
WHERE relname IN ('webhook_endpoints', 'webhook_deliveries', 'webhook_attempts', 'consumer_position')
  AND relnamespace = 'public'::regnamespace
  AND has_table_privilege('capture_service', oid, 'SELECT');
