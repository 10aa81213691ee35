SELECT 'projection_service may ' || privilege || ' rewriting_epoch' AS fault
FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('projection_service', 'rewriting_epoch', privilege);
