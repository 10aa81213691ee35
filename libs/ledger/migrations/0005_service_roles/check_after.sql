SELECT 'projection_service may ' || privilege || ' entry' AS fault
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('projection_service', 'entry', privilege);
