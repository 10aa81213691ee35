-- setup
CREATE SCHEMA identities;
CREATE TABLE identities.by_default (id integer PRIMARY KEY, note text, amount numeric(10,2) NOT NULL DEFAULT 1.5, flag boolean NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00+00');
CREATE TABLE identities.whole (id integer PRIMARY KEY, note text, amount numeric(10,2) NOT NULL);
ALTER TABLE identities.whole REPLICA IDENTITY FULL;
-- No identity by an index beside a primary key: our worker refuses it, because old rows then come without their key.
CREATE TABLE identities.composite_key (region text, no bigint, note text, PRIMARY KEY (no, region));
CREATE TABLE identities.key_last (note text, amount integer NOT NULL, id integer PRIMARY KEY);
CREATE TABLE identities.nothing (id integer PRIMARY KEY, note text);
ALTER TABLE identities.nothing REPLICA IDENTITY NOTHING;
CREATE TABLE identities.keyless (note text, amount integer);
CREATE TABLE identities.keyless_whole (note text, amount integer);
ALTER TABLE identities.keyless_whole REPLICA IDENTITY FULL;
CREATE TABLE identities.keyless_index (code text NOT NULL, note text);
CREATE UNIQUE INDEX keyless_index_code ON identities.keyless_index (code);
ALTER TABLE identities.keyless_index REPLICA IDENTITY USING INDEX keyless_index_code;
CREATE TABLE identities.keyless_nothing (note text);
ALTER TABLE identities.keyless_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE identities.keyed_by_uuid (id uuid PRIMARY KEY, note text);
CREATE TABLE identities.keyed_by_text (id text PRIMARY KEY, note text);
CREATE TABLE identities.keyed_by_time (at timestamptz, day date, amount numeric(10,2), note text, PRIMARY KEY (at, day, amount));
CREATE TABLE identities.only_key (id bigint PRIMARY KEY);

-- step the default identity
INSERT INTO identities.by_default (id, note, flag) VALUES (1, 'one', true), (2, 'two', false);
UPDATE identities.by_default SET note = 'uno' WHERE id = 1;
UPDATE identities.by_default SET note = note WHERE id = 2;
DELETE FROM identities.by_default WHERE id = 2;

-- step the whole row
INSERT INTO identities.whole VALUES (1, 'one', 1), (2, NULL, 2);
UPDATE identities.whole SET note = 'uno' WHERE id = 1;
DELETE FROM identities.whole WHERE id = 2;

-- step a key of several columns
INSERT INTO identities.composite_key VALUES ('north', 1, 'a'), ('south', 1, 'b');
UPDATE identities.composite_key SET note = 'c' WHERE region = 'north';
DELETE FROM identities.composite_key WHERE region = 'south';
INSERT INTO identities.key_last VALUES ('a', 1, 1);
UPDATE identities.key_last SET amount = 2;
DELETE FROM identities.key_last;

-- step no identity at all
INSERT INTO identities.nothing VALUES (1, 'one');

-- step tables without a key
INSERT INTO identities.keyless VALUES ('one', 1), (NULL, NULL);
INSERT INTO identities.keyless_whole VALUES ('one', 1), ('two', 2);
UPDATE identities.keyless_whole SET amount = 3 WHERE note = 'one';
DELETE FROM identities.keyless_whole WHERE note = 'two';
INSERT INTO identities.keyless_index VALUES ('a', 'one'), ('b', 'two');
UPDATE identities.keyless_index SET note = 'uno' WHERE code = 'a';
UPDATE identities.keyless_index SET code = 'c' WHERE code = 'a';
DELETE FROM identities.keyless_index WHERE code = 'b';
INSERT INTO identities.keyless_nothing VALUES ('one');

-- step keys of other types
INSERT INTO identities.keyed_by_uuid VALUES ('0198f0a2-0000-7000-8000-000000000001', 'a');
DELETE FROM identities.keyed_by_uuid;
INSERT INTO identities.keyed_by_text VALUES ('with "quotes" and 😀', 'a');
UPDATE identities.keyed_by_text SET note = 'b';
DELETE FROM identities.keyed_by_text;
INSERT INTO identities.keyed_by_time VALUES ('2026-11-24 10:00:00.123456+00', '2026-11-24', 12.50, 'a');
UPDATE identities.keyed_by_time SET note = 'b';
DELETE FROM identities.keyed_by_time;
INSERT INTO identities.only_key VALUES (1);
DELETE FROM identities.only_key;
