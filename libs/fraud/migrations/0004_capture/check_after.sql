SELECT 'fraud_capture publishes ' || coalesce(string_agg(tablename, ', ' ORDER BY tablename), 'nothing') AS fault
FROM pg_publication_tables WHERE pubname = 'fraud_capture'
HAVING string_agg(tablename, ', ') IS DISTINCT FROM 'alert_event';
