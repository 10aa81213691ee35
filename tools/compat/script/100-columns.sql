-- setup
CREATE SCHEMA columns;
CREATE TABLE columns.added (id integer PRIMARY KEY, note text);
CREATE TABLE columns.dropped (id integer PRIMARY KEY, note text, gone integer);
CREATE TABLE columns.renamed (id integer PRIMARY KEY, note text);
CREATE TABLE columns.retyped (id integer PRIMARY KEY, amount integer);
CREATE TABLE columns.inside (id integer PRIMARY KEY, note text);

-- step before
INSERT INTO columns.added VALUES (1, 'a');
INSERT INTO columns.dropped VALUES (1, 'a', 1);
INSERT INTO columns.renamed VALUES (1, 'a');
INSERT INTO columns.retyped VALUES (1, 1);
INSERT INTO columns.inside VALUES (1, 'a');

-- step the change of the tables
-- settled
ALTER TABLE columns.added ADD COLUMN extra numeric(10,2), ADD COLUMN filled text NOT NULL DEFAULT 'filled';
ALTER TABLE columns.dropped DROP COLUMN gone;
ALTER TABLE columns.renamed RENAME COLUMN note TO remark;
ALTER TABLE columns.retyped ALTER COLUMN amount TYPE numeric(12,2);

-- step after
INSERT INTO columns.added VALUES (2, 'b', 2.5, 'x');
UPDATE columns.added SET note = 'c' WHERE id = 1;
DELETE FROM columns.added WHERE id = 1;
INSERT INTO columns.dropped VALUES (2, 'b');
INSERT INTO columns.renamed VALUES (2, 'b');
DELETE FROM columns.renamed WHERE id = 1;
INSERT INTO columns.retyped VALUES (2, 2.25);
UPDATE columns.retyped SET amount = 3 WHERE id = 1;

-- step inside one transaction
-- settled
BEGIN;
INSERT INTO columns.inside VALUES (2, 'b');
ALTER TABLE columns.inside ADD COLUMN extra integer;
INSERT INTO columns.inside VALUES (3, 'c', 3);
ALTER TABLE columns.inside RENAME COLUMN note TO remark;
INSERT INTO columns.inside VALUES (4, 'd', 4);
ALTER TABLE columns.inside DROP COLUMN remark;
INSERT INTO columns.inside VALUES (5, 5);
COMMIT;
