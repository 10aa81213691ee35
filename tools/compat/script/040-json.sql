-- setup
CREATE SCHEMA documents;
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;
CREATE TABLE documents.objects (id integer PRIMARY KEY, kept json, normalised jsonb, pairs public.hstore);

-- step documents
INSERT INTO documents.objects VALUES
  (1, '{"b": 1,  "a": [1, 2]}', '{"b": 1,  "a": [1, 2]}', 'a=>1, b=>NULL, "c d"=>"x\"y"'),
  (2, '{"n": 12345678901234567890, "f": 1e400, "m": 1.10}', '{"n": 12345678901234567890, "m": 1.10}', ''),
  (3, '"text"', '"text \" 😀 \\u0041"', 'k=>""'), (4, 'null', 'null', NULL), (5, '[]', '{}', NULL), (6, NULL, NULL, NULL),
  (7, '{"a":1,"a":2}', '{"a":1,"a":2}', 'é=>ü');
UPDATE documents.objects SET normalised = normalised || '{"z": true}' WHERE id = 1;
DELETE FROM documents.objects WHERE id = 1;

-- step pairs whose texts must be escaped
INSERT INTO documents.objects (id, pairs) VALUES
  (8, public.hstore('control ' || chr(1) || chr(31) || chr(127), 'tab ' || chr(9) || ' line ' || chr(10) || ' feed ' || chr(12) || ' back ' || chr(8) || ' return ' || chr(13))),
  (9, public.hstore('emoji 😀', 'quote " backslash \ slash / 😀 ' || chr(8232) || ' ' || chr(1114109)));
