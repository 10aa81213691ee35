SELECT 'payment_window.counted is not derived from status' AS fault
WHERE NOT EXISTS (
  SELECT FROM pg_attribute
  WHERE attrelid = 'payment_window'::regclass AND attname = 'counted' AND attgenerated = 's'
);
