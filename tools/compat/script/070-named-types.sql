-- setup
CREATE SCHEMA named;
CREATE DOMAIN named.price AS numeric(12,2) CHECK (VALUE >= 0);
CREATE DOMAIN named.code AS varchar(8);
CREATE DOMAIN named.long_code AS named.code NOT NULL;
CREATE DOMAIN named.stamp AS timestamptz(3);
CREATE DOMAIN named.whole AS integer DEFAULT 7;
CREATE DOMAIN named.plain_whole AS integer;
CREATE DOMAIN named.flag AS boolean;
CREATE DOMAIN named.ratio AS double precision;
CREATE TYPE named.mood AS ENUM ('sad', 'ok', 'it''s "fine"', 'so-so 😀');
-- No domain over an enum: with one in the database, Debezium 3.5 does not start.
CREATE TYPE named.address AS (street text, number integer);
CREATE TYPE named.pricerange AS RANGE (subtype = numeric);
CREATE TABLE named.domains (
  id integer PRIMARY KEY, price named.price, code named.code, long_code named.long_code, stamp named.stamp, whole named.whole,
  plain_whole named.plain_whole
);
CREATE TABLE named.plain_domains (id integer PRIMARY KEY, whole named.plain_whole, flag named.flag, ratio named.ratio, defaulted named.whole);
CREATE TABLE named.moods (id integer PRIMARY KEY, mood named.mood, required named.mood NOT NULL DEFAULT 'ok');
CREATE TABLE named.composites (id integer PRIMARY KEY, home named.address, homes named.address[], after_home text);
CREATE TABLE named.priceranges (id integer PRIMARY KEY, span named.pricerange, after_span text);
CREATE TABLE named.domain_arrays (id integer PRIMARY KEY, codes named.code[], after_codes text);

-- step domains
INSERT INTO named.domains VALUES (1, 12.5, 'abc', 'long', '2026-11-24 10:00:00.123456+00', 3, 4), (2, NULL, NULL, 'x', NULL, NULL, NULL);
INSERT INTO named.domains (id, long_code) VALUES (3, 'default');
INSERT INTO named.plain_domains VALUES (1, 3, true, 1.5, 5), (2, NULL, NULL, NULL, NULL);
INSERT INTO named.domain_arrays VALUES (1, '{a,b}', 'after'), (2, NULL, NULL);

-- step enums
INSERT INTO named.moods VALUES (1, 'sad', 'ok'), (2, 'it''s "fine"', 'so-so 😀'), (3, NULL, 'ok');

-- step a label that is new
-- settled
ALTER TYPE named.mood ADD VALUE 'happy' BEFORE 'ok';

-- step a row with the new label
INSERT INTO named.moods VALUES (4, 'happy', 'happy');
UPDATE named.moods SET mood = 'happy' WHERE id = 1;

-- step composites and ranges of one's own
INSERT INTO named.composites VALUES (1, ROW('Main, "St"', 5), ARRAY[ROW('a', 1)::named.address], 'after'), (2, NULL, NULL, NULL);
INSERT INTO named.priceranges VALUES (1, '[1.5,2.5)', 'after'), (2, NULL, NULL);
DELETE FROM named.moods WHERE id = 2;
DELETE FROM named.domains WHERE id = 2;
