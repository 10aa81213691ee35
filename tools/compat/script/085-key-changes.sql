-- setup
CREATE SCHEMA keys;
CREATE TABLE keys.by_default (id integer PRIMARY KEY, note text, amount integer NOT NULL DEFAULT 3);
CREATE TABLE keys.whole (id integer PRIMARY KEY, note text);
ALTER TABLE keys.whole REPLICA IDENTITY FULL;
CREATE TABLE keys.pair (left_no integer, right_no integer, note text, PRIMARY KEY (left_no, right_no));
CREATE TABLE keys.texts (id text PRIMARY KEY, note text);
CREATE TABLE keys.numbers (
  fixed numeric(10,2), tiny numeric(12,8), free numeric, single real, double double precision, flag boolean, note text,
  PRIMARY KEY (fixed, tiny, free, single, double, flag)
);
CREATE TABLE keys.others (id uuid, at timestamptz, day date, raw bytea, ids integer[], note text, PRIMARY KEY (id, at, day, raw, ids));

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

-- step keys of other types
INSERT INTO keys.texts VALUES ('plain', 'a');
UPDATE keys.texts SET id = 'quote " backslash \ tab ' || chr(9) || ' control ' || chr(1) || ' 😀';
UPDATE keys.texts SET id = 'plain';
INSERT INTO keys.numbers VALUES (1, 0.00000015, 1.50, 1.5, 1e10, true, 'a');
UPDATE keys.numbers SET fixed = -0.05, tiny = -0.00000010, free = 1e20, single = 1e-10, double = 'NaN', flag = false;
UPDATE keys.numbers SET fixed = 0, tiny = 0, free = 0, single = 0, double = '-Infinity';
INSERT INTO keys.others VALUES ('0198f0a2-0000-7000-8000-000000000001', '2026-11-24 10:00:00+00', '2026-11-24', '\x00ff', '{1,2}', 'a');
UPDATE keys.others SET at = '2026-11-24 10:00:00.5+00', day = '2026-11-25', raw = '\xdead', ids = '{3}';
