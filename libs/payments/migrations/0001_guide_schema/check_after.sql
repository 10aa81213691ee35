SELECT 'missing: ' || expected AS fault
FROM unnest(ARRAY['users', 'wallets', 'payments', 'ledger', 'idx_payments_sender', 'idx_payments_recipient',
                  'idx_payments_status', 'idx_ledger_wallet', 'idx_payments_metadata']) AS expected
WHERE to_regclass(expected) IS NULL;
