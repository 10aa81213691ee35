SELECT 'missing: ' || expected AS fault
FROM unnest(ARRAY['checkouts', 'holds', 'refunds', 'wallet_freezes', 'idx_holds_due', 'idx_refunds_payment',
                  'idx_payments_checkout', 'idx_wallet_freezes_wallet']) AS expected
WHERE to_regclass(expected) IS NULL
UNION ALL
SELECT 'payments_service may UPDATE payments.' || name
FROM unnest(ARRAY['id', 'sender_id', 'recipient_id', 'currency', 'client_id', 'fee_bearer', 'fee_wallet_id']) AS name
WHERE has_column_privilege('payments_service', 'payments', name, 'UPDATE')
UNION ALL
SELECT 'payments_service may change ' || name
FROM unnest(ARRAY['refunds', 'checkouts', 'wallet_freezes']) AS name
WHERE has_table_privilege('payments_service', name, 'UPDATE') OR has_table_privilege('payments_service', name, 'DELETE');
