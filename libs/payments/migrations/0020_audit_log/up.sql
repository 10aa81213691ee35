-- Who did what, and why: one row for each act that changes what others may do or see. Written in the act's own
-- transaction, so neither is there without the other.
CREATE TABLE audit_log (
  id              UUID PRIMARY KEY,
  at              TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  -- An API key acts over HTTP; an operator acts at the command line, under a database login.
  actor_client_id UUID REFERENCES api_clients(id),
  actor_key_id    UUID REFERENCES api_keys(id),
  database_login  TEXT NOT NULL DEFAULT session_user,
  action          TEXT NOT NULL CHECK (action ~ '^[a-z_]+[.][a-z_]+$'),
  object_kind     TEXT NOT NULL CHECK (length(object_kind) BETWEEN 1 AND 40),
  object_id       TEXT NOT NULL CHECK (length(object_id) BETWEEN 1 AND 100),
  reason          TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  -- What the act changed, as it was and as it is. Never personal data, never a secret.
  before          JSONB,
  after           JSONB,
  request_id      TEXT
);
CREATE INDEX idx_audit_log_at ON audit_log (at DESC, id DESC);
CREATE INDEX idx_audit_log_object ON audit_log (object_id, at DESC, id DESC);

CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

GRANT USAGE ON SCHEMA public TO app_reader, app_writer, app_admin;
GRANT SELECT, INSERT ON audit_log TO app_writer, app_admin;
