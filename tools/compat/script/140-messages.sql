-- setup
CREATE SCHEMA messages;
CREATE TABLE messages.rows (id integer PRIMARY KEY);

-- step messages with the transaction and without
SELECT pg_logical_emit_message(true, 'app', 'hello');
SELECT pg_logical_emit_message(false, 'app', 'at once');
SELECT pg_logical_emit_message(true, 'odd "prefix" 😀', '{"a":1}');
SELECT pg_logical_emit_message(true, '', '');
SELECT pg_logical_emit_message(true, 'bytes', '\x00ff80'::bytea);

-- step among rows
BEGIN;
INSERT INTO messages.rows VALUES (1);
SELECT pg_logical_emit_message(true, 'app', 'inside');
INSERT INTO messages.rows VALUES (2);
COMMIT;

-- step of a transaction that is rolled back
BEGIN;
SELECT pg_logical_emit_message(true, 'app', 'never');
SELECT pg_logical_emit_message(false, 'app', 'all the same');
ROLLBACK;
