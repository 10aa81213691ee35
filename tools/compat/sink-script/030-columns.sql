-- setup
CREATE SCHEMA columns;
CREATE TABLE columns.growing (id integer PRIMARY KEY, name text);
ALTER TABLE columns.growing REPLICA IDENTITY FULL;
INSERT INTO columns.growing SELECT n, 'row ' || n FROM generate_series(1, 20) AS n;

-- step a column is added between changes, and in a transaction with them
INSERT INTO columns.growing VALUES (21, 'without');
ALTER TABLE columns.growing ADD COLUMN amount numeric(10, 2);
UPDATE columns.growing SET amount = id * 1.25 WHERE id <= 10;
BEGIN;
INSERT INTO columns.growing VALUES (22, 'with', 7.5);
ALTER TABLE columns.growing ADD COLUMN seen_at timestamptz;
INSERT INTO columns.growing VALUES (23, 'with both', NULL, '2026-11-24 10:00:00.123456+00');
UPDATE columns.growing SET seen_at = '2026-11-24 11:00:00.000001+00' WHERE id = 1;
COMMIT;

-- step a column that is never null is added, and one whose default is not taken
ALTER TABLE columns.growing ADD COLUMN status text NOT NULL DEFAULT 'new', ADD COLUMN rank integer DEFAULT 7;
INSERT INTO columns.growing VALUES (24, 'with a rank', 1, NULL, 'old', 9), (25, 'without', 1, NULL, 'old', NULL);
UPDATE columns.growing SET rank = NULL WHERE id = 5;

-- step more rows after a check
-- settled
UPDATE columns.growing SET name = NULL, amount = NULL WHERE id = 2;
UPDATE columns.growing SET id = 500 WHERE id = 3;
DELETE FROM columns.growing WHERE id = 4;
