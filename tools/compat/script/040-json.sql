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
