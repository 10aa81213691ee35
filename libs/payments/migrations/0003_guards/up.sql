-- Rules that hold whoever writes: what routes an event never changes, the ledger only grows, versions only rise.
CREATE FUNCTION refuse_change_of_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % never change: they identify the row and route its events', TG_ARGV[0], TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct an entry with a new one', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION raise_row_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.row_version := OLD.row_version + 1;
  RETURN NEW;
END
$$;

-- "UPDATE OF" costs nothing when the statement does not name the columns, as posting never does.
CREATE TRIGGER payments_identity BEFORE UPDATE OF id, reference, sender_id, recipient_id, currency, client_id ON payments
  FOR EACH ROW WHEN ((OLD.id, OLD.reference, OLD.sender_id, OLD.recipient_id, OLD.currency, OLD.client_id)
    IS DISTINCT FROM (NEW.id, NEW.reference, NEW.sender_id, NEW.recipient_id, NEW.currency, NEW.client_id))
  EXECUTE FUNCTION refuse_change_of_identity('id, reference, parties, currency and client');

CREATE TRIGGER wallets_identity BEFORE UPDATE OF id, user_id, currency, kind ON wallets
  FOR EACH ROW WHEN ((OLD.id, OLD.user_id, OLD.currency, OLD.kind)
    IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.currency, NEW.kind))
  EXECUTE FUNCTION refuse_change_of_identity('id, user, currency and kind');

CREATE TRIGGER users_identity BEFORE UPDATE OF id, client_id ON users
  FOR EACH ROW WHEN ((OLD.id, OLD.client_id) IS DISTINCT FROM (NEW.id, NEW.client_id))
  EXECUTE FUNCTION refuse_change_of_identity('id and client');

CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

CREATE TRIGGER wallets_row_version BEFORE UPDATE ON wallets FOR EACH ROW EXECUTE FUNCTION raise_row_version();
CREATE TRIGGER payments_row_version BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION raise_row_version();
