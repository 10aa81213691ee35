-- The guide's wallet transfer as one transaction of six statements, each a round trip, on the platform's own schema.
-- Beside the guide's columns it keeps the wallet's order of entries, without which the schema takes no entry.
-- pgbench -n -M prepared -c 16 -j 2 -T 20 -D users=10000 -D hot=0 -f six-statements.sql
-- Users and wallets are numbered from 1; with -D hot=1 every payment credits wallet 1.
\set s random(2, :users)
\set r random(1, :users)
\set r case when :hot = 1 then 1 when :r = :s then 1 else :r end
BEGIN;
UPDATE wallets SET balance = balance - 100, ledger_seq = ledger_seq + 1, updated_at = now() WHERE user_id = lpad(to_hex(:s::int), 32, '0')::uuid AND balance - held >= 100 AND currency = 'RWF' AND NOT is_frozen RETURNING id AS swid, balance AS sb, ledger_seq AS ss \gset
UPDATE wallets SET balance = balance + 100, ledger_seq = ledger_seq + 1, updated_at = now() WHERE user_id = lpad(to_hex(:r::int), 32, '0')::uuid AND currency = 'RWF' RETURNING id AS rwid, balance AS rb, ledger_seq AS rs \gset
INSERT INTO payments (reference, sender_id, recipient_id, amount, provider, status, metadata) VALUES (gen_random_uuid()::text, lpad(to_hex(:s::int), 32, '0')::uuid, lpad(to_hex(:r::int), 32, '0')::uuid, 100, 'mtn_momo', 'success', '{"order": "abc"}') RETURNING id AS pid \gset
INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq) VALUES (:pid::uuid, :swid::uuid, 'debit', 100, :sb::numeric + 100, :sb::numeric, :ss::bigint), (:pid::uuid, :rwid::uuid, 'credit', 100, :rb::numeric - 100, :rb::numeric, :rs::bigint);
COMMIT;
