SELECT 'missing trigger: ' || expected AS fault
FROM unnest(ARRAY['payments_identity', 'wallets_identity', 'users_identity', 'ledger_append_only', 'ledger_no_truncate',
                  'wallets_row_version', 'payments_row_version']) AS expected
WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = expected AND tgenabled = 'O');
