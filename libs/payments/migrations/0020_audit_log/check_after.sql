SELECT role || ' may ' || privilege || ' audit_log' AS fault
FROM unnest(ARRAY['payments_service', 'app_writer', 'app_admin', 'app_reader']) AS role,
  unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege(role, 'audit_log', privilege)
UNION ALL
SELECT 'payments_service may not write audit_log' WHERE NOT has_table_privilege('payments_service', 'audit_log', 'INSERT')
UNION ALL
SELECT 'audit_log has ' || count(*) || ' of 2 guards'
FROM pg_trigger WHERE tgrelid = 'audit_log'::regclass AND tgname IN ('audit_log_append_only', 'audit_log_no_truncate')
HAVING count(*) <> 2;
