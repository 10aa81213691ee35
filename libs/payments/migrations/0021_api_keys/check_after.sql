SELECT 'payments_service may change ' || name || ' of api_keys' AS fault
FROM unnest(ARRAY['client_id', 'key_hash', 'scopes', 'expires_at', 'revoked_at', 'replaced_by']) AS name
WHERE has_column_privilege('payments_service', 'api_keys', name, 'UPDATE');
