SELECT 'event ids are not compared byte by byte' AS fault
FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation
WHERE attrelid = 'consumer_position'::regclass AND attname = 'last_event_id' AND collname <> 'C';
