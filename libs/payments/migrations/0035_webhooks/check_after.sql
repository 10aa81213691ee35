SELECT 'deliveries of one event to one endpoint are not unique' AS fault
WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'webhook_deliveries_event_key' AND contype = 'u');
