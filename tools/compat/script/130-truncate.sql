-- setup
CREATE SCHEMA truncated;
CREATE TABLE truncated.parents (id integer PRIMARY KEY);
CREATE TABLE truncated.children (id integer PRIMARY KEY, parent integer REFERENCES truncated.parents);
CREATE TABLE truncated.alone (id integer PRIMARY KEY, note text);

-- step one table, and several at once
INSERT INTO truncated.alone VALUES (1, 'a');
TRUNCATE truncated.alone;
INSERT INTO truncated.alone VALUES (2, 'b');
INSERT INTO truncated.parents VALUES (1);
INSERT INTO truncated.children VALUES (1, 1);

-- step with those that depend on it
TRUNCATE truncated.parents RESTART IDENTITY CASCADE;

-- step between rows of one transaction
BEGIN;
INSERT INTO truncated.alone VALUES (3, 'c');
TRUNCATE truncated.alone, truncated.parents, truncated.children;
INSERT INTO truncated.alone VALUES (4, 'd');
COMMIT;
