-- setup
CREATE SCHEMA alone;
CREATE TABLE alone.only_row (id integer PRIMARY KEY, note text);
INSERT INTO alone.only_row VALUES (1, 'the first table has one row');
CREATE SCHEMA counts;
CREATE TABLE counts.none (id integer PRIMARY KEY, note text);
CREATE TABLE counts.one (id integer PRIMARY KEY, note text);
INSERT INTO counts.one VALUES (1, 'alone');
CREATE TABLE counts.two (id integer PRIMARY KEY, note text);
INSERT INTO counts.two VALUES (1, 'first'), (2, 'last');
CREATE TABLE counts.three_chunks (id bigint PRIMARY KEY, note text DEFAULT 'default', amount numeric(15,2));
INSERT INTO counts.three_chunks SELECT n, 'row ' || n, n / 4.0 FROM generate_series(1, 8) AS n;
CREATE TABLE counts.whole_chunks (id integer PRIMARY KEY, note text);
INSERT INTO counts.whole_chunks SELECT n, NULL FROM generate_series(1, 6) AS n;
CREATE TABLE counts.by_two (owner text, place integer, note text, PRIMARY KEY (owner, place));
INSERT INTO counts.by_two VALUES ('a', 1, 'w'), ('a', 2, 'x'), ('b', 1, 'y'), ('c "quoted"', 1, 'z');
CREATE TABLE counts.by_uuid (id uuid PRIMARY KEY, note text);
INSERT INTO counts.by_uuid VALUES
  ('00000000-0000-0000-0000-000000000001', 'x'), ('FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF', NULL);
-- Read last, and empty: the mark "last" is then on a row of another table.
CREATE SCHEMA zero;
CREATE TABLE zero.rows (id integer PRIMARY KEY, note text);

-- step changed, added and deleted after the snapshot
UPDATE alone.only_row SET note = 'changed' WHERE id = 1;
INSERT INTO counts.none VALUES (1, 'now filled');
UPDATE counts.three_chunks SET amount = amount + 0.01 WHERE id IN (1, 4, 8);
DELETE FROM counts.three_chunks WHERE id = 2;
INSERT INTO counts.three_chunks VALUES (9, NULL, NULL);
UPDATE counts.by_two SET place = 7 WHERE owner = 'b';
DELETE FROM counts.by_uuid WHERE note IS NULL;
INSERT INTO zero.rows VALUES (1, 'now filled');
