-- users leave through the write-ahead log too: the worker hashes email, phone and what is personal in metadata on the
-- way. Rows that are here already are not sent by this; a snapshot of the table does that (docs/capture.md, "Personal data").
ALTER TABLE users REPLICA IDENTITY FULL;
ALTER PUBLICATION vendorflow_capture ADD TABLE users;
GRANT SELECT ON users TO capture_service;

CREATE TRIGGER users_no_truncate BEFORE TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
