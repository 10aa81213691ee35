SELECT 'payment_window.epoch has a default' AS fault
FROM pg_attribute WHERE attrelid = 'payment_window'::regclass AND attname = 'epoch' AND atthasdef;
