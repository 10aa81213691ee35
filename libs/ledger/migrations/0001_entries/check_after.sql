SELECT 'entry.delta is not derived from the balances' AS fault
WHERE NOT EXISTS (
  SELECT FROM pg_attribute WHERE attrelid = 'entry'::regclass AND attname = 'delta' AND attgenerated = 's'
);
