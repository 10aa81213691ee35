-- setup
CREATE SCHEMA keys;
CREATE TABLE keys.by_default (id integer PRIMARY KEY, note text, amount integer NOT NULL DEFAULT 3);
CREATE TABLE keys.whole (id integer PRIMARY KEY, note text);
ALTER TABLE keys.whole REPLICA IDENTITY FULL;
CREATE TABLE keys.pair (left_no integer, right_no integer, note text, PRIMARY KEY (left_no, right_no));

-- step a key that changes
INSERT INTO keys.by_default VALUES (1, 'one', 1), (2, 'two', 2);
UPDATE keys.by_default SET id = 10 WHERE id = 1;
UPDATE keys.by_default SET id = 20, note = 'twenty' WHERE id = 2;
DELETE FROM keys.by_default WHERE id = 10;

-- step with the whole row
INSERT INTO keys.whole VALUES (1, 'one');
UPDATE keys.whole SET id = 10;
UPDATE keys.whole SET id = 10, note = 'ten';
DELETE FROM keys.whole;

-- step one part of it
INSERT INTO keys.pair VALUES (1, 1, 'a');
UPDATE keys.pair SET right_no = 2;
UPDATE keys.pair SET left_no = 2, right_no = 3;

-- step there and back in one transaction
BEGIN;
UPDATE keys.by_default SET id = 30 WHERE id = 20;
UPDATE keys.by_default SET id = 20 WHERE id = 30;
COMMIT;
