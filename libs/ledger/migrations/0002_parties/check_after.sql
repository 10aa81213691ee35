SELECT 'entries must not wait for their wallet or payment: ' || conname AS fault
FROM pg_constraint WHERE contype = 'f' AND conrelid = 'entry'::regclass;
