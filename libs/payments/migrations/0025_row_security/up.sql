-- The groups of the domain guide and its row security. A customer-facing read runs as app_reader with
-- app.current_user_id set in its transaction, and sees that user's rows, whatever its query forgets to ask. Unset: none.
-- Whoever must see all has a policy that says so, because row security thins a read without a word.
CREATE FUNCTION app_current_user() RETURNS uuid LANGUAGE sql STABLE AS $$
  -- Empty, not missing, once a transaction that had set it is over.
  SELECT nullif(current_setting('app.current_user_id', true), '')::uuid
$$;

GRANT SELECT ON users, wallets, payments, ledger TO app_reader, app_admin;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'wallets', 'payments', 'ledger'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY admin_all ON %I TO app_admin USING (true)', name);
    -- Posting decides over what it reads: a wallet it does not see is a payment refused.
    EXECUTE format('CREATE POLICY posting_all ON %I TO app_writer USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY capture_all ON %I FOR SELECT TO capture_service USING (true)', name);
    -- FORCE holds for the owner too, who runs the migrations to come, backups and comparisons.
    EXECUTE format('CREATE POLICY owner_all ON %I TO %I USING (true) WITH CHECK (true)', name, current_user);
  END LOOP;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO vendorflow_app, analytics_user, app_admin', current_database());
END
$$;

CREATE POLICY users_user_isolation ON users FOR SELECT TO app_reader USING (id = app_current_user());
CREATE POLICY wallets_user_isolation ON wallets FOR SELECT TO app_reader USING (user_id = app_current_user());
CREATE POLICY payments_user_isolation ON payments FOR SELECT TO app_reader
  USING (sender_id = app_current_user() OR recipient_id = app_current_user());
CREATE POLICY ledger_user_isolation ON ledger FOR SELECT TO app_reader
  USING (wallet_id IN (SELECT id FROM wallets WHERE user_id = app_current_user()));

-- Analysts count money and do not look at people: users has no such policy.
CREATE POLICY analytics_all ON wallets FOR SELECT TO analytics_user USING (true);
CREATE POLICY analytics_all ON payments FOR SELECT TO analytics_user USING (true);
CREATE POLICY analytics_all ON ledger FOR SELECT TO analytics_user USING (true);
