SELECT 'missing column: ' || expected AS fault
FROM unnest(ARRAY['users.client_id', 'wallets.kind', 'wallets.held', 'wallets.ledger_seq', 'wallets.row_version',
                  'payments.client_id', 'payments.client_reference', 'payments.failure_code', 'payments.row_version',
                  'ledger.wallet_seq', 'idempotency_keys.fingerprint', 'api_keys.key_hash']) AS expected
WHERE NOT EXISTS (
  SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name || '.' || column_name = expected
);
