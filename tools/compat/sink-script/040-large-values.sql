-- setup
CREATE SCHEMA large;
CREATE TABLE large.full_identity (id integer PRIMARY KEY, body text, count integer);
ALTER TABLE large.full_identity REPLICA IDENTITY FULL;
ALTER TABLE large.full_identity ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO large.full_identity SELECT n, repeat(md5(n::text), 400), 0 FROM generate_series(1, 5) AS n;
-- A large value that an update leaves alone is not sent under the default identity.
CREATE TABLE large.default_identity (id integer PRIMARY KEY, body text, count integer);
ALTER TABLE large.default_identity ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO large.default_identity SELECT n, repeat(md5(n::text), 400), 0 FROM generate_series(1, 5) AS n;

-- step updates that leave the large value alone, and one that changes it
UPDATE large.full_identity SET count = count + 1 WHERE id <= 3;
UPDATE large.full_identity SET body = repeat('changed', 2000) WHERE id = 4;
UPDATE large.full_identity SET id = 50 WHERE id = 5;
UPDATE large.default_identity SET count = count + 1 WHERE id = 1;
UPDATE large.default_identity SET body = repeat('changed', 2000) WHERE id = 4;
