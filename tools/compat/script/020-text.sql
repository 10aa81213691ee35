-- setup
CREATE SCHEMA texts;
CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
CREATE TABLE texts.characters (
  id integer PRIMARY KEY, free text, limited varchar(20), padded char(8), single "char", identifier name, anycase public.citext
);
CREATE TABLE texts.bytes (
  id integer PRIMARY KEY, raw bytea, one_bit bit(1), eight_bits bit(8), ten_bits bit(10), some_bits bit varying(12),
  any_bits bit varying
);
CREATE TABLE texts.identifiers (id uuid PRIMARY KEY, document xml, snapshot pg_snapshot, position pg_lsn, xid8_no xid8, search tsvector, query tsquery, route jsonpath);

-- step text of every kind
INSERT INTO texts.characters VALUES
  (1, 'plain', 'plain', 'plain', 'a', 'plain', 'Plain'),
  (2, '', '', '', '', '', ''),
  (3, 'quote " backslash \ slash / tab' || chr(9) || 'newline' || chr(10) || 'return' || chr(13), 'it''s', ' pad', '"', 'a"b', 'ÀÉ'),
  (4, 'controls ' || chr(1) || chr(8) || chr(12) || chr(31) || chr(127), 'é', 'ü', 'z', 'ñ', 'ß'),
  (5, 'emoji 😀 family 👨‍👩‍👧 kinyarwanda Murakoze 中文 עברית', '😀', '😀', 'x', '😀', '😀'),
  (6, 'separators ' || chr(8232) || chr(8233) || ' bom ' || chr(65279) || ' last ' || chr(1114109), NULL, NULL, NULL, NULL, NULL);

-- step bytes and bits
INSERT INTO texts.bytes VALUES
  (1, '\x', '0', '00000000', '0000000000', '', ''), (2, '\x00ff10', '1', '11111111', '1111111111', '101', '101'),
  (3, '\xdeadbeef', '1', '00000001', '1000000000', '111111111111', '0000000011111111000000001'),
  (4, decode(repeat('ab', 100), 'hex'), '0', '10000000', '0000000001', '0', '1'),
  (5, NULL, NULL, NULL, NULL, NULL, NULL);

-- step identifiers, documents and search
INSERT INTO texts.identifiers VALUES
  ('00000000-0000-0000-0000-000000000000', '<a b="c">d</a>', '10:20:10,14,15', '16/B374D848', '18446744073709551615', 'a fat cat', 'fat & cat', '$.a[*] ? (@ > 1)'),
  ('FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
UPDATE texts.identifiers SET document = '<e/>' WHERE id = '00000000-0000-0000-0000-000000000000';
DELETE FROM texts.identifiers WHERE document IS NULL;
DELETE FROM texts.bytes WHERE id = 1;
DELETE FROM texts.characters WHERE id = 1;
