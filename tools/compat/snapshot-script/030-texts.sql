-- setup
CREATE SCHEMA texts;
CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;
CREATE EXTENSION IF NOT EXISTS ltree SCHEMA public;
CREATE TYPE texts.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE texts.characters (
  id integer PRIMARY KEY, free text, limited varchar(20), padded char(8), single "char", identifier name, anycase public.citext, mood texts.mood DEFAULT 'ok'
);
INSERT INTO texts.characters VALUES
  (1, 'plain', 'plain', 'plain', 'a', 'plain', 'Plain', 'happy'), (2, '', '', '', '', '', '', 'sad'),
  (3, 'quote " backslash \ slash / tab' || chr(9) || 'newline' || chr(10) || 'return' || chr(13), 'it''s', ' pad', '"', 'a"b', 'ÀÉ', NULL),
  (4, 'controls ' || chr(1) || chr(8) || chr(12) || chr(31) || chr(127), 'é', 'ü', 'z', 'ñ', 'ß', 'ok'),
  (5, 'emoji 😀 中文 עברית ' || chr(8232) || chr(65279) || chr(1114109), '😀', '😀', 'x', '😀', '😀', 'ok'),
  (6, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- Larger than a page: fetched from its own table by the snapshot, not sent again by an update that leaves it alone.
CREATE TABLE texts.large (id integer PRIMARY KEY, note text, document text, raw bytea);
ALTER TABLE texts.large ALTER document SET STORAGE EXTERNAL, ALTER raw SET STORAGE EXTERNAL;
INSERT INTO texts.large VALUES (1, 'a', repeat('large "text" ', 1000), decode(repeat('ab', 5000), 'hex')), (2, 'b', NULL, NULL);
CREATE TABLE texts.bytes (
  id integer PRIMARY KEY, raw bytea, one_bit bit(1), ten_bits bit(10), some_bits bit varying(12), any_bits bit varying
);
INSERT INTO texts.bytes VALUES
  (1, '\x', '0', '0000000000', '', ''), (2, '\x00ff10', '1', '1111111111', '101', '101'),
  (3, decode(repeat('ab', 100), 'hex'), '0', '0000000001', '0', '0000000011111111000000001'), (4, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE texts.documents (
  id integer PRIMARY KEY, kept json, normalised jsonb, markup xml, pairs public.hstore, host inet, net cidr, card macaddr,
  path public.ltree, spot point, ints int4range, moments tstzrange, search tsvector
);
INSERT INTO texts.documents VALUES
  (1, '{"b": 1,  "a": [1, 2]}', '{"b": 1,  "a": [1, 2]}', '<a b="c">d</a>', 'a=>1, b=>NULL, "c d"=>"x\"y"', '192.168.0.1',
   '192.168.0.0/24', '08:00:2b:01:02:03', 'top.middle.leaf', '(1.5,-2)', '[1,5]', '[2026-01-01 00:00+02,2026-02-01 00:00+02)', 'a fat cat'),
  (2, '{"n": 12345678901234567890, "f": 1e400}', '{"n": 12345678901234567890, "m": 1.10}', NULL, '', '::1/64', '2001:db8::/32',
   '08-00-2b-01-02-03', '', '(0,0)', 'empty', '(,2026-01-01 00:00+00]', ''),
  (3, 'null', '"text \" 😀 \\u0041"', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

-- step changed
UPDATE texts.large SET note = 'changed' WHERE id = 1;
UPDATE texts.documents SET normalised = normalised || '{"z": true}' WHERE id = 1;
UPDATE texts.characters SET free = 'changed' WHERE id = 1;
