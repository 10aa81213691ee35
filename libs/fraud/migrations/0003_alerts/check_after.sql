SELECT 'alert_event.id can be chosen by the writer' AS fault
WHERE NOT EXISTS (
  SELECT FROM pg_attribute WHERE attrelid = 'alert_event'::regclass AND attname = 'id' AND attidentity = 'a'
);
