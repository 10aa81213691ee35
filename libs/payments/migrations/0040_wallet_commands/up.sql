-- Commands of the fraud team that were answered: one row a command, with which it is done for ever. Capture streams it.
CREATE TABLE wallet_command_result (
  command_id UUID PRIMARY KEY,
  -- As on the wire: the record's key.
  result_key TEXT NOT NULL,
  -- Routes the record as the command was.
  user_id    UUID NOT NULL,
  payload    JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE wallet_command_result REPLICA IDENTITY FULL;
ALTER PUBLICATION vendorflow_capture ADD TABLE wallet_command_result;
CREATE TRIGGER wallet_command_result_append_only BEFORE UPDATE OR DELETE ON wallet_command_result
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER wallet_command_result_no_truncate BEFORE TRUNCATE ON wallet_command_result
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

-- Who acts in the books when a command is executed: freezes and the audit log name a client. It has no key.
INSERT INTO api_clients (id, name) VALUES ('00000000-0000-7000-8002-000000000001', 'vendorflow.fraud-team');

GRANT SELECT, INSERT ON wallet_command_result TO payments_service;
GRANT SELECT ON wallet_command_result TO capture_service;
