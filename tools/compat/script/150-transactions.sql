-- setup
CREATE SCHEMA transactions;
CREATE TABLE transactions.first (id integer PRIMARY KEY, note text);
CREATE TABLE transactions.second (id integer PRIMARY KEY, note text);
CREATE TABLE transactions.not_published (id integer PRIMARY KEY);
-- unpublished transactions.not_published

-- step two tables in one transaction
BEGIN;
INSERT INTO transactions.first VALUES (1, 'a');
INSERT INTO transactions.second VALUES (1, 'a');
INSERT INTO transactions.not_published VALUES (1);
UPDATE transactions.first SET note = 'b' WHERE id = 1;
COMMIT;

-- step savepoints
BEGIN;
INSERT INTO transactions.first VALUES (2, 'kept');
SAVEPOINT one;
INSERT INTO transactions.first VALUES (3, 'rolled back');
ROLLBACK TO one;
INSERT INTO transactions.first VALUES (4, 'kept');
SAVEPOINT two;
INSERT INTO transactions.second VALUES (5, 'released');
RELEASE two;
COMMIT;

-- step a transaction that is rolled back
BEGIN;
INSERT INTO transactions.first VALUES (99, 'never');
ROLLBACK;

-- step one that touches nothing published
INSERT INTO transactions.not_published VALUES (2);

-- step many rows at one place of the log
COPY transactions.second FROM PROGRAM 'printf "100\tcopied\n101\t\\\\N\n102\twith \\\\\\\\ backslash\n"';
INSERT INTO transactions.second SELECT n, 'row ' || n FROM generate_series(200, 260) AS n;
UPDATE transactions.second SET note = 'all' WHERE id > 250;
DELETE FROM transactions.second WHERE id > 255;

-- step the same row many times
BEGIN;
INSERT INTO transactions.first VALUES (50, '1');
UPDATE transactions.first SET note = '2' WHERE id = 50;
DELETE FROM transactions.first WHERE id = 50;
INSERT INTO transactions.first VALUES (50, '3');
COMMIT;
