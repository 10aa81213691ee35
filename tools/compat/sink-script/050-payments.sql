-- setup
-- The platform's own tables are there by its migrations; what the migrations note of themselves is not captured.
-- unpublished public.kysely_migration
-- unpublished public.kysely_migration_lock
INSERT INTO api_clients (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'checkout one');
INSERT INTO api_keys (id, client_id, key_hash, scopes)
  VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', sha256('key'), '{payments:write,payments:read}');
INSERT INTO users (id, email, phone, role, metadata, client_id)
  SELECT lpad(to_hex(n), 32, '0')::uuid, 'user' || n || '@example.invalid', '+25078' || n,
         CASE WHEN n % 4 = 0 THEN 'vendor'::user_role ELSE 'customer' END, jsonb_build_object('n', n, 'tags', '[1.50, "x"]'::jsonb),
         '00000000-0000-7000-8000-000000000001'
    FROM generate_series(1, 200) AS n;
INSERT INTO wallets (id, user_id, balance) SELECT id, id, 1000000.50 FROM users;
CREATE FUNCTION pay(n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  payer uuid := lpad(to_hex(1 + n % 200), 32, '0')::uuid;
  payee uuid := lpad(to_hex(1 + (n + 7) % 200), 32, '0')::uuid;
  payment uuid := gen_random_uuid();
BEGIN
  INSERT INTO payments (id, reference, sender_id, recipient_id, amount, fee, provider, status, metadata)
    VALUES (payment, 'PAY-' || n, payer, payee, 100.25 + n, 0.75, 'mtn_momo', 'pending', jsonb_build_object('order', n));
  WITH debit AS (UPDATE wallets SET balance = balance - (100.25 + n), ledger_seq = ledger_seq + 1, updated_at = clock_timestamp()
                  WHERE id = payer RETURNING *)
  INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
    SELECT payment, id, 'debit', 100.25 + n, balance + (100.25 + n), balance, ledger_seq FROM debit;
  WITH credit AS (UPDATE wallets SET balance = balance + (100.25 + n), ledger_seq = ledger_seq + 1, updated_at = clock_timestamp()
                   WHERE id = payee RETURNING *)
  INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
    SELECT payment, id, 'credit', 100.25 + n, balance - (100.25 + n), balance, ledger_seq FROM credit;
  UPDATE payments SET status = 'success' WHERE id = payment;
END $$;
SELECT pay(n) FROM generate_series(1, 300) AS n;

-- step payments, each in a transaction of its own
DO $$ BEGIN
  FOR n IN 301..800 LOOP
    PERFORM pay(n);
    COMMIT;
  END LOOP;
END $$;

-- step many payments in one transaction
SELECT pay(n) FROM generate_series(801, 1300) AS n;

-- step what else is done to them
UPDATE wallets SET is_frozen = true WHERE id IN (SELECT id FROM wallets ORDER BY id LIMIT 10);
UPDATE payments SET status = 'failed', failure_code = 'insufficient_funds' WHERE reference LIKE 'PAY-77%';
UPDATE users SET phone = NULL, kyc_status = 'verified', metadata = metadata || '{"seen": true}' WHERE role = 'vendor';
INSERT INTO idempotency_keys (client_id, kind, key, fingerprint, payment_id, status, response_body, created_at)
  SELECT '00000000-0000-7000-8000-000000000001', 'payment', 'key ' || reference, sha256(reference::bytea), id, 201,
         '{"id":"' || reference || '"}', created_at
    FROM payments WHERE reference LIKE 'PAY-1%';
DELETE FROM idempotency_keys WHERE key LIKE 'key PAY-11%';

-- step an account is deleted that has not paid yet
INSERT INTO users (id, email) VALUES ('00000000-0000-7000-8000-0000000000ff', 'short@example.invalid');
INSERT INTO wallets (id, user_id) VALUES ('00000000-0000-7000-8000-0000000000fe', '00000000-0000-7000-8000-0000000000ff');
DELETE FROM wallets WHERE id = '00000000-0000-7000-8000-0000000000fe';
DELETE FROM users WHERE id = '00000000-0000-7000-8000-0000000000ff';
