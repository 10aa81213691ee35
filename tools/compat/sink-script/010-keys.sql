-- setup
CREATE SCHEMA keys;
CREATE TABLE keys.item (id integer PRIMARY KEY, name text NOT NULL, count integer);
ALTER TABLE keys.item REPLICA IDENTITY FULL;
INSERT INTO keys.item SELECT n, 'before ' || n, n * 10 FROM generate_series(1, 40) AS n;
-- The default identity: what an old row holds is its key.
CREATE TABLE keys.stock (place text, item integer, count integer NOT NULL, PRIMARY KEY (place, item));
INSERT INTO keys.stock SELECT place, n, n FROM unnest(ARRAY['kigali', 'huye', 'o''clock, "24"']) AS place, generate_series(1, 10) AS n;
CREATE TABLE keys.by_uuid (id uuid PRIMARY KEY, note text);
INSERT INTO keys.by_uuid SELECT lpad(to_hex(n), 32, '0')::uuid, 'note ' || n FROM generate_series(1, 10) AS n;
CREATE TABLE keys.only_key (id bigint PRIMARY KEY);
INSERT INTO keys.only_key VALUES (-9223372036854775808), (9223372036854775807), (1), (2);

-- step inserts, updates and deletes
INSERT INTO keys.item SELECT n, 'after ' || n, NULL FROM generate_series(41, 60) AS n;
UPDATE keys.item SET name = upper(name), count = count + 1 WHERE id % 3 = 0;
DELETE FROM keys.item WHERE id % 5 = 0;
UPDATE keys.stock SET count = count + 100 WHERE place = 'kigali';
DELETE FROM keys.stock WHERE place = 'huye' AND item > 5;
DELETE FROM keys.only_key WHERE id IN (1, 9223372036854775807);
INSERT INTO keys.only_key VALUES (3);
UPDATE keys.by_uuid SET note = NULL WHERE note = 'note 3';
DELETE FROM keys.by_uuid WHERE note = 'note 4';

-- step another primary key, of one column and of a part of several
UPDATE keys.item SET id = id + 1000 WHERE id IN (1, 2, 3);
UPDATE keys.stock SET place = 'musanze' WHERE place = 'kigali' AND item <= 4;
UPDATE keys.stock SET item = item + 50, count = -1 WHERE place = 'huye' AND item <= 2;
UPDATE keys.by_uuid SET id = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE note = 'note 5';
UPDATE keys.only_key SET id = 20 WHERE id = 2;

-- step two rows change their keys for each other's, in one transaction
BEGIN;
UPDATE keys.item SET id = -1 WHERE id = 7;
UPDATE keys.item SET id = 7 WHERE id = 8;
UPDATE keys.item SET id = 8 WHERE id = -1;
COMMIT;

-- step one key changes again and again in one transaction
BEGIN;
INSERT INTO keys.item VALUES (2000, 'first', 1);
UPDATE keys.item SET count = 2 WHERE id = 2000;
UPDATE keys.item SET name = 'third' WHERE id = 2000;
DELETE FROM keys.item WHERE id = 2000;
INSERT INTO keys.item VALUES (2000, 'again', 5);
INSERT INTO keys.item VALUES (2001, 'gone', 1);
UPDATE keys.item SET count = 3 WHERE id = 2001;
DELETE FROM keys.item WHERE id = 2001;
UPDATE keys.item SET id = 2002 WHERE id = 2000;
UPDATE keys.item SET id = 2000 WHERE id = 2002;
COMMIT;

-- step a savepoint that is rolled back
BEGIN;
UPDATE keys.item SET count = 77 WHERE id = 11;
SAVEPOINT s;
UPDATE keys.item SET count = 78 WHERE id = 11;
DELETE FROM keys.item WHERE id = 12;
ROLLBACK TO s;
COMMIT;

-- step after the first check, a key that was deleted comes back
-- settled
INSERT INTO keys.item VALUES (5, 'is back', 1), (2001, 'is back', 2);
INSERT INTO keys.stock VALUES ('huye', 9, 99);
DELETE FROM keys.by_uuid WHERE id = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

-- step everything of a table is deleted
DELETE FROM keys.by_uuid;
